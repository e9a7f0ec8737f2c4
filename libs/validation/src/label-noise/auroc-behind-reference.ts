import { auroc, type Judged, rankOrder } from '@raredx/metrics';
import type { BehindReference } from './accuracy-behind-reference.ts';
import { placedErrors, predictiveErrors } from './placed-errors.ts';
import type { ReferenceStandard } from './reference-standard.ts';

/**
 * AUROC against the truth when the recorded outcomes have known errors. If errors are independent of the risk given the
 * true outcome, the recorded AUROC is drawn to 0.5 by 1 − η₁ − η₀, the shares of recorded events and non-events that are
 * wrong; the bounds put as many errors where they help or harm most. Undefined without both classes.
 *
 * @example aurocBehindReference({ y: Uint8Array.of(1, 0, 1, 0, 1, 0), p: Float64Array.of(0.9, 0.8, 0.7, 0.6, 0.5, 0.4) }, { sensitivity: 0.9, specificity: 0.9 }).independent // => { value: 0.7083333 }
 * @see Menon AK, van Rooyen B, Ong CS, Williamson RC (2015) Learning from corrupted binary labels. ICML, proposition 2
 */
export function aurocBehindReference(data: Judged, reference: ReferenceStandard): BehindReference {
  const recorded = auroc(data);
  if ('undefinedBecause' in recorded) return { independent: recorded, bounds: recorded };
  const errors = predictiveErrors(data.y, reference);
  if ('undefinedBecause' in errors) return { independent: errors, bounds: errors };
  const value = 0.5 + (recorded.value - 0.5) / (1 - errors.ofEvents - errors.ofNonEvents);
  const order = rankOrder(data.p);
  const lowestFirst = Array.from(order);
  const highestFirst = lowestFirst.toReversed();
  const at = (events: readonly number[], nonEvents: readonly number[]) =>
    auroc(placedErrors(data, { errors, events, nonEvents }));
  // Sizes are fixed by the errors, so AUROC follows the rank sum of the events: moving the ends is the best there is.
  const best = at(lowestFirst, highestFirst);
  const worst = at(highestFirst, lowestFirst);
  if ('undefinedBecause' in best) return { independent: best, bounds: best };
  if ('undefinedBecause' in worst) return { independent: worst, bounds: worst };
  const possible = value >= worst.value - 1e-12 && value <= best.value + 1e-12;
  return {
    independent: possible
      ? { value: Math.min(1, Math.max(0, value)) }
      : { undefinedBecause: 'independent errors of this size contradict the data' },
    bounds: { lower: worst.value, upper: best.value },
  };
}
