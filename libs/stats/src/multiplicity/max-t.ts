import { quantile } from '../summary/quantile.ts';

/** Statistics of m hypotheses and their joint draws under the null: `replicates[b][j]`, same sign convention, two-sided. */
export interface JointStatistics {
  readonly observed: Float64Array;
  readonly replicates: readonly Float64Array[];
}

/**
 * Step-down max-T adjusted p-values: each statistic is compared with the largest of those not yet rejected, so that
 * their correlation is used. Counts the data themselves as one replicate, hence never zero.
 *
 * Westfall PH, Young SS (1993). Resampling-based multiple testing, algorithm 4.1.
 *
 * @example
 * maxT({ observed: Float64Array.of(3, 1), replicates: [Float64Array.of(1, -2), Float64Array.of(0, 0.5), Float64Array.of(4, 0)] }) // => Float64Array.of(0.5, 0.5)
 */
export function maxT({ observed, replicates }: JointStatistics): Float64Array {
  checkWidths('maxT', observed, replicates);
  const order = Array.from(observed, (_, j) => j).sort(
    (a, b) => Math.abs(observed[b]!) - Math.abs(observed[a]!),
  );
  const exceeding = new Float64Array(observed.length).fill(1);
  for (const replicate of replicates) {
    let largest = 0;
    for (let rank = order.length - 1; rank >= 0; rank--) {
      const j = order[rank]!;
      largest = Math.max(largest, Math.abs(replicate[j]!));
      if (largest >= Math.abs(observed[j]!)) exceeding[j]! += 1;
    }
  }
  let reached = 0;
  for (const j of order) {
    reached = Math.max(reached, exceeding[j]! / (replicates.length + 1));
    exceeding[j] = reached;
  }
  return exceeding;
}

/**
 * Critical value of the largest absolute statistic: estimate +- this times SE covers all m truths together.
 *
 * @param replicates standardised deviations (replicate - estimate) / SE, `replicates[b][j]`
 * @example
 * maxTCritical([Float64Array.of(1, -2), Float64Array.of(0, 0.5), Float64Array.of(4, 0)], 0.5) // => 2
 */
export function maxTCritical(replicates: readonly Float64Array[], confidence: number): number {
  if (replicates.length === 0) throw new RangeError('maxTCritical: no replicates');
  checkWidths('maxTCritical', replicates[0]!, replicates);
  const largest = Float64Array.from(replicates, (row) =>
    row.reduce((max, t) => Math.max(max, Math.abs(t)), 0),
  );
  return quantile(largest.sort(), confidence);
}

function checkWidths(where: string, first: Float64Array, replicates: readonly Float64Array[]): void {
  const bad = replicates.findIndex((row) => row.length !== first.length || row.some(Number.isNaN));
  if (bad >= 0) throw new RangeError(`${where}: replicate ${bad + 1} does not have ${first.length} numbers`);
}
