import { drawCountsInto } from '../kernel/draw-counts.ts';
import type { Random } from './random.ts';

/**
 * How often each of n units is drawn in one bootstrap sample (n draws with replacement): the resample as weights,
 * so that no row is copied. Sums to n.
 *
 * @param into overwritten and returned, to save the allocation; length n
 * @example
 * sum(bootstrapCounts(10, createRandom(1))) // => 10
 */
export function bootstrapCounts<Counts extends Float64Array | Uint16Array = Float64Array>(
  n: number,
  random: Random,
  into?: Counts,
): Counts {
  const counts = into ?? (new Float64Array(n) as Counts);
  if (counts.length !== n)
    throw new RangeError(`bootstrapCounts: into has length ${counts.length}, not ${n}`);
  if (drawCountsInto(counts, random)) return counts;
  counts.fill(0);
  const draws = new Uint32Array(Math.min(n, 4096));
  for (let left = n; left > 0; left -= draws.length) {
    const batch = left < draws.length ? draws.subarray(0, left) : draws;
    random.integers(n, batch);
    for (let i = 0; i < batch.length; i++) counts[batch[i]!]! += 1;
  }
  return counts;
}
