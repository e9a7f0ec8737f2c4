import type { Interval } from '../summary/interval.ts';
import { quantile } from '../summary/quantile.ts';
import { sortedReplicates } from './percentile-interval.ts';

/**
 * Studentised bootstrap (bootstrap-t) interval: estimate - SE times the quantiles of (replicate - estimate) / SE of the
 * replicate.
 *
 * Davison AC, Hinkley DV (1997). Bootstrap methods and their application, section 5.2.1.
 *
 * @example
 * studentisedInterval({ estimate: 0, standardError: 1, replicates: Float64Array.of(-1, 0, 1), replicateErrors: Float64Array.of(1, 1, 1) }, 0.5) // => { lower: -0.5, upper: 0.5, confidence: 0.5, method: 'bootstrap studentised' }
 */
export function studentisedInterval(
  data: { estimate: number; standardError: number; replicates: Float64Array; replicateErrors: Float64Array },
  confidence: number,
): Interval | { undefinedBecause: string } {
  const { estimate, standardError, replicates, replicateErrors } = data;
  if (replicates.length !== replicateErrors.length)
    throw new RangeError(
      `studentisedInterval: replicates (${replicates.length}) and replicateErrors (${replicateErrors.length}) differ in length`,
    );
  if (!(standardError > 0)) return { undefinedBecause: 'the standard error is zero' };
  const zeros = replicateErrors.filter((error) => !(error > 0)).length;
  if (zeros > 0) return { undefinedBecause: `the standard error is zero in ${zeros} bootstrap replicates` };
  const pivots = replicates.map((replicate, b) => (replicate - estimate) / replicateErrors[b]!);
  const sorted = sortedReplicates('studentisedInterval', pivots, confidence);
  if ('undefinedBecause' in sorted) return sorted;
  const tail = (1 - confidence) / 2;
  return {
    lower: estimate - standardError * quantile(sorted, 1 - tail),
    upper: estimate - standardError * quantile(sorted, tail),
    confidence,
    method: 'bootstrap studentised',
  };
}
