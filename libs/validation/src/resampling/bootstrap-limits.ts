import { bcaInterval, studentisedInterval } from '@raredx/stats';
import { type CountedLimits, percentileLimits, tolerated } from './percentile-limits.ts';
import type { IntervalKind } from './resamples.ts';

export type ResamplePart = 'replicates' | 'leaveOut' | 'nested';

/** The values of one metric, or of a difference of two, in each part of the resamples. */
export type ColumnOf = (part: ResamplePart) => Float64Array | undefined;

/** Jackknife over as many groups as there are values; NaN where one is undefined. */
function jackknifeError(values: Float64Array): number {
  const groups = values.length;
  const mean = values.reduce((sum, x) => sum + x / groups, 0);
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return Math.sqrt(((groups - 1) / groups) * squares);
}

function bca(column: ColumnOf, estimate: number, confidence: number): CountedLimits {
  const replicates = (column('replicates') as Float64Array).filter(Number.isFinite);
  const failed = (column('replicates') as Float64Array).length - replicates.length;
  const leaveOneOut = column('leaveOut');
  if (leaveOneOut === undefined) return { undefinedBecause: 'no patients to leave out', failed };
  const lost = leaveOneOut.filter((value) => !Number.isFinite(value)).length;
  if (lost > 0) return { undefinedBecause: `undefined without one of ${lost} patients`, failed };
  const made = bcaInterval({ replicates, estimate, leaveOneOut }, confidence);
  return 'undefinedBecause' in made ? { ...made, failed } : { lower: made.lower, upper: made.upper, failed };
}

function studentised(column: ColumnOf, estimate: number, confidence: number): CountedLimits {
  const all = column('replicates') as Float64Array;
  const leaveOut = column('leaveOut');
  const nested = column('nested');
  if (leaveOut === undefined || nested === undefined) {
    return { undefinedBecause: 'no patients to leave out', failed: 0 };
  }
  const groups = leaveOut.length;
  const errors = all.map((_, b) => jackknifeError(nested.subarray(b * groups, (b + 1) * groups)));
  const usable = Array.from(all.keys()).filter((b) => Number.isFinite(all[b]) && Number.isFinite(errors[b]));
  const failed = all.length - usable.length;
  if (failed > tolerated * all.length) {
    return { undefinedBecause: `no standard error in ${failed} of ${all.length} resamples`, failed };
  }
  const standardError = jackknifeError(leaveOut);
  if (!Number.isFinite(standardError)) return { undefinedBecause: 'undefined without some patients', failed };
  const data = {
    estimate,
    standardError,
    replicates: Float64Array.from(usable, (b) => all[b]),
    replicateErrors: Float64Array.from(usable, (b) => errors[b]),
  };
  const made = studentisedInterval(data, confidence);
  return 'undefinedBecause' in made ? { ...made, failed } : { lower: made.lower, upper: made.upper, failed };
}

/**
 * Limits of one metric from resampled patients. Percentile needs the resamples alone; BCa corrects for bias and for a
 * standard error that moves with the estimate (jackknife over patients); studentised divides each resample by its own
 * standard error (jackknife within it). Replicates without a value are counted, never dropped in silence.
 */
export function bootstrapLimits(
  column: ColumnOf,
  estimate: number | null | undefined,
  { interval, confidence }: { readonly interval: IntervalKind; readonly confidence: number },
): CountedLimits {
  const simple = percentileLimits(column('replicates'), confidence);
  if (interval === 'percentile' || 'undefinedBecause' in simple || estimate == null) return simple;
  return interval === 'bca' ? bca(column, estimate, confidence) : studentised(column, estimate, confidence);
}
