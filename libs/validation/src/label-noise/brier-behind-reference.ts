import { brier, type Judged, rankOrder } from '@raredx/metrics';
import type { BehindReference } from './accuracy-behind-reference.ts';
import { placedErrors, predictiveErrors } from './placed-errors.ts';
import type { ReferenceStandard } from './reference-standard.ts';

/**
 * Brier score against the truth when the recorded outcomes have known errors. Independent of the risk given the truth:
 * the loss-corrected mean, unbiased for the true score; the bounds put as many errors where they help or harm most.
 * Undefined without rows, and where the correction is outside the bounds (a small sample and many errors).
 *
 * @example brierBehindReference({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.75, 0.25) }, { sensitivity: 1, specificity: 1 }).independent // => { value: 0.0625 }
 * @see Natarajan N, Dhillon IS, Ravikumar P, Tewari A (2013) Learning with noisy labels. NeurIPS 26, lemma 1
 */
export function brierBehindReference(data: Judged, reference: ReferenceStandard): BehindReference {
  const { y, p } = data;
  const recorded = brier(data);
  if ('undefinedBecause' in recorded) return { independent: recorded, bounds: recorded };
  const errors = predictiveErrors(y, reference);
  if ('undefinedBecause' in errors) return { independent: errors, bounds: errors };
  const { sensitivity, specificity } = reference;
  const better = sensitivity + specificity - 1;
  let sum = 0;
  for (let row = 0; row < y.length; row++) {
    const own = (p[row] - y[row]) ** 2;
    const opposite = (p[row] - 1 + y[row]) ** 2;
    const right = y[row] === 1 ? specificity : sensitivity;
    const wrong = y[row] === 1 ? 1 - sensitivity : 1 - specificity;
    sum += (right * own - wrong * opposite) / better;
  }
  const value = sum / y.length;
  const rising = Array.from(rankOrder(p));
  const falling = rising.toReversed();
  const at = (events: readonly number[], nonEvents: readonly number[]) =>
    (brier(placedErrors(data, { errors, events, nonEvents })) as { value: number }).value;
  // Taking an event for a non-event changes the score by 2p − 1, the other way by 1 − 2p.
  const bounds = { lower: at(rising, falling), upper: at(falling, rising) };
  const possible = value >= bounds.lower - 1e-12 && value <= bounds.upper + 1e-12;
  return {
    independent: possible
      ? { value }
      : { undefinedBecause: 'independent errors of this size contradict the data' },
    bounds,
  };
}
