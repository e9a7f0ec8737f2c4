import { quantile } from '@raredx/stats';
import type { Limits } from '../statements/statement.ts';

/** A metric that more than this share of resamples cannot give has no honest percentile limits. */
export const tolerated = 0.1;

export type CountedLimits = Limits & { readonly failed: number };

/**
 * Percentile limits of bootstrap values (type 7). Replicates without a value are counted, never dropped in silence. One
 * patient, or several who are alike, gives the same value in every resample: that is no certainty. Nothing but zeros is
 * one: a benefit or a difference where nobody is treated otherwise.
 */
export function percentileLimits(values: Float64Array | undefined, confidence: number): CountedLimits {
  if (values === undefined || values.length === 0) return { undefinedBecause: 'no resamples', failed: 0 };
  const finite = values.filter(Number.isFinite).sort();
  const failed = values.length - finite.length;
  if (failed > tolerated * values.length) {
    return { undefinedBecause: `undefined in ${failed} of ${values.length} resamples`, failed };
  }
  const [least, most] = [finite[0], finite[finite.length - 1]];
  if (least === most && least !== 0) return { undefinedBecause: 'the resamples do not vary', failed };
  const tail = (1 - confidence) / 2;
  return { lower: quantile(finite, tail), upper: quantile(finite, 1 - tail), failed };
}

/** Words for a note; null where every resample counted. */
export function failedNote(limits: CountedLimits, resamples: number): string | null {
  if (limits.failed === 0 || !('lower' in limits)) return null;
  return `${limits.failed} of ${resamples} resamples had no value and are left out of the interval`;
}
