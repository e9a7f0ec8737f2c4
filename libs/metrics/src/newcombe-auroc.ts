import { type Interval, normalQuantile } from '@raredx/stats';

/**
 * Score-type interval of an AUROC from its value and the class sizes alone: all θ with
 *
 *     (θ̂ − θ)² <= z² θ(1 − θ) [2N − 1 − (3N − 3) / ((2 − θ)(1 + θ))] / (m n),   N = (m + n) / 2
 *
 * Newcombe's method 5. It exists where DeLong's variance does not: at an AUROC of exactly 0 or 1, and with one event or
 * one non-event.
 *
 * @example newcombeAuroc(1, { events: 3, nonEvents: 4 }, 0.95).upper // => 1
 * @see Newcombe RG (2006) Stat Med 25:559–573
 */
export function newcombeAuroc(
  auc: number,
  { events, nonEvents }: { readonly events: number; readonly nonEvents: number },
  confidence: number,
): Interval {
  const z = normalQuantile((1 + confidence) / 2);
  const size = (events + nonEvents) / 2;
  const excess = (theta: number): number => {
    const variance =
      (theta * (1 - theta) * (2 * size - 1 - (3 * size - 3) / ((2 - theta) * (1 + theta)))) /
      (events * nonEvents);
    return (auc - theta) ** 2 - z * z * variance;
  };
  return {
    lower: auc === 0 ? 0 : boundary(excess, 0, auc),
    upper: auc === 1 ? 1 : boundary(excess, 1, auc),
    confidence,
    method: 'Newcombe 5',
  };
}

/** Where the excess changes sign between an excluded θ and an included one; halving until the doubles meet. */
function boundary(excess: (theta: number) => number, excluded: number, included: number): number {
  let outside = excluded;
  let inside = included;
  for (let step = 0; step < 200; step++) {
    const middle = (outside + inside) / 2;
    if (middle === outside || middle === inside) break;
    if (excess(middle) > 0) outside = middle;
    else inside = middle;
  }
  return inside;
}
