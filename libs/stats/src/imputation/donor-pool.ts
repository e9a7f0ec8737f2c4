import type { Random } from '../random/random.ts';
import { shuffled } from '../random/shuffled.ts';

/** Finds donors: observed rows ordered by their prediction. */
export interface DonorPool {
  /** The value of one of the `donors` rows nearest to the target, each with the same chance. */
  draw(target: number, random: Random): number;
}

/**
 * Observed rows as donors for predictive mean matching. Rows of equal prediction come in a random order, or the same
 * few of them would give to everybody wherever predictors are categories.
 */
export function donorPool(
  observed: { readonly predictions: Float64Array; readonly y: Float64Array },
  { donors, random }: { readonly donors: number; readonly random: Random },
): DonorPool {
  const { predictions, y } = observed;
  const order = shuffled(predictions.length, random).sort((a, b) => predictions[a]! - predictions[b]!);
  const ladder = Float64Array.from(order, (i) => predictions[i]!);
  const width = Math.min(donors, ladder.length);
  return {
    draw(target, choice) {
      const from = nearestWindow(ladder, target, width);
      return y[order[from + choice.integer(width)]!]!;
    },
  };
}

/** Start of the run of `width` sorted values nearest to the target. */
function nearestWindow(sorted: Float64Array, target: number, width: number): number {
  let low = 0;
  let high = sorted.length - width;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (target - sorted[middle]! > sorted[middle + width]! - target) low = middle + 1;
    else high = middle;
  }
  return low;
}
