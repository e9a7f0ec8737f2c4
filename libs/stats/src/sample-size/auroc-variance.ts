import { checkCount } from './check-anticipated.ts';

/** Events and non-events of a cohort or subgroup. */
export interface ClassSizes {
  readonly events: number;
  readonly nonEvents: number;
}

/**
 * Variance of an AUROC foreseen from its value C and the class sizes m (events) and n alone:
 *
 *     Hanley-McNeil  [C(1 - C) + (m - 1)(C/(2 - C) - C²) + (n - 1)(2C²/(1 + C) - C²)] / (m n)
 *     Newcombe       the same with (m + n)/2 in the place of m and of n within the brackets
 *
 * Newcombe's is the one of the published sample sizes for validation and the one to plan with: where risks are binormal
 * and classes of unequal size it is right to a few per cent, while Hanley-McNeil's standard error was a third too large
 * with 20 events among 320 patients. Both assume a family of distributions; DeLong's needs none, but needs the data.
 *
 * @see Hanley JA, McNeil BJ (1982) Radiology 143:29-36; Newcombe RG (2006) Stat Med 25:559-573
 * @example
 * aurocVariance(0.5, { events: 1, nonEvents: 1 }, 'hanley-mcneil') // => 0.25
 */
export function aurocVariance(
  auroc: number,
  { events, nonEvents }: ClassSizes,
  method: 'hanley-mcneil' | 'newcombe',
): number {
  if (!(auroc >= 0 && auroc <= 1)) throw new RangeError(`aurocVariance: auroc must be in [0, 1] (${auroc})`);
  checkCount('aurocVariance', 'events', events);
  checkCount('aurocVariance', 'nonEvents', nonEvents);
  const mean = (events + nonEvents) / 2;
  const [byEvents, byNonEvents] = method === 'newcombe' ? [mean, mean] : [events, nonEvents];
  // C/(2 - C) - C² and 2C²/(1 + C) - C² without their cancellation near 1.
  const pair = auroc * (1 - auroc);
  const brackets =
    1 + ((byEvents - 1) * (1 - auroc)) / (2 - auroc) + ((byNonEvents - 1) * auroc) / (1 + auroc);
  return Math.max(0, pair * brackets) / (events * nonEvents);
}
