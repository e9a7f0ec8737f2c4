import type { Interval } from '../summary/interval.ts';
import { quantile } from '../summary/quantile.ts';

/**
 * Bootstrap percentile interval: the (1 - confidence) / 2 and (1 + confidence) / 2 quantiles (type 7) of the replicates.
 *
 * @param replicates finite, in any order; replicates that could not be computed are for the caller to count
 * @example
 * percentileInterval(Float64Array.of(3, 1, 2), 0.5) // => { lower: 1.5, upper: 2.5, confidence: 0.5, method: 'bootstrap percentile' }
 */
export function percentileInterval(
  replicates: Float64Array,
  confidence: number,
): Interval | { undefinedBecause: string } {
  const sorted = sortedReplicates('percentileInterval', replicates, confidence);
  if ('undefinedBecause' in sorted) return sorted;
  const tail = (1 - confidence) / 2;
  return {
    lower: quantile(sorted, tail),
    upper: quantile(sorted, 1 - tail),
    confidence,
    method: 'bootstrap percentile',
  };
}

/** Replicates in ascending order, or why there are too few; throws on values that are not numbers. */
export function sortedReplicates(
  where: string,
  replicates: Float64Array,
  confidence: number,
): Float64Array | { undefinedBecause: string } {
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`${where}: confidence must be in (0, 1) (${confidence})`);
  const bad = replicates.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`${where}: replicate ${bad + 1} is not finite (${replicates[bad]})`);
  if (replicates.length < 2) return { undefinedBecause: `${replicates.length} bootstrap replicates` };
  return Float64Array.from(replicates).sort();
}
