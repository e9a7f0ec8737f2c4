import type { Verdict } from '@raredx/tables';
import type { Criterion } from './policy.ts';

/**
 * What an interval must satisfy: both limits inside `[low, high]`. A one-sided bound leaves the other side infinite.
 * Comparisons are strict, so that two identical models (difference 0, interval [0, 0]) are never "superior".
 */
export interface Requirement {
  readonly low: number;
  readonly high: number;
  readonly strict: boolean;
}

/** The requirement of a criterion on the row it reads: for comparisons that row is a difference. */
export function requirementOf(criterion: Criterion): Requirement {
  if (criterion.kind === 'absolute') {
    const { require } = criterion;
    if ('at_least' in require) return { low: require.at_least, high: Infinity, strict: false };
    if ('at_most' in require) return { low: -Infinity, high: require.at_most, strict: false };
    return { low: require.within[0], high: require.within[1], strict: false };
  }
  const margin = criterion.kind === 'superiority' ? 0 : criterion.margin;
  if (criterion.better === 'higher') return { low: margin === 0 ? 0 : -margin, high: Infinity, strict: true };
  return { low: -Infinity, high: margin, strict: true };
}

/**
 * The three verdicts: the whole interval inside passes, wholly outside fails, across a bound is not enough evidence.
 *
 * @example verdictOf({ lower: 0.61, upper: 0.78 }, { low: 0.6, high: Infinity, strict: false }) // => 'pass'
 * @example verdictOf({ lower: 0.55, upper: 0.78 }, { low: 0.6, high: Infinity, strict: false }) // => 'insufficient_evidence'
 * @example verdictOf({ lower: 0.51, upper: 0.59 }, { low: 0.6, high: Infinity, strict: false }) // => 'fail'
 */
export function verdictOf(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  { low, high, strict }: Requirement,
): Verdict {
  if (strict) {
    if (lower > low && upper < high) return 'pass';
    return upper <= low || lower >= high ? 'fail' : 'insufficient_evidence';
  }
  if (lower >= low && upper <= high) return 'pass';
  return upper < low || lower > high ? 'fail' : 'insufficient_evidence';
}

/** The bound that the interval comes closest to, or crosses furthest: the one to print. */
export function bindingBound(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  { low, high }: Requirement,
): number {
  return lower - low <= high - upper ? low : high;
}

/** Whether a point estimate by itself would satisfy the requirement. */
export function pointSatisfies(estimate: number, { low, high, strict }: Requirement): boolean {
  return strict ? estimate > low && estimate < high : estimate >= low && estimate <= high;
}
