import { sum } from '@raredx/stats';

/**
 * What to do about rare classes. `weighted` multiplies each class's loss and takes the shift that this causes out of the
 * scores again; `logit-adjusted` adds the log prior to the scores while training and while predicting. Both leave risks
 * calibrated; a weighted loss used as it is does not.
 */
export type ClassBalance =
  | { readonly kind: 'none' }
  | { readonly kind: 'weighted'; readonly weights: 'balanced' | readonly number[] }
  | { readonly kind: 'logit-adjusted' };

/** One entry a class. Predicted probabilities are the softmax of scores + `servingShift`. */
export interface ResolvedBalance {
  readonly weights: readonly number[];
  readonly trainingShift: readonly number[];
  readonly servingShift: readonly number[];
}

/**
 * Loss weights and score shifts from the class counts of the training part.
 *
 * With weights w the loss is least at p'(c) ∝ w(c) p(c), so the scores carry ln w too much: `servingShift` = −ln w.
 * With the adjustment, softmax(score + ln π) is what is fitted, so the same sum is what predicts.
 *
 * Menon AK et al. (2021). Long-tail learning via logit adjustment. ICLR.
 * King G, Zeng L (2001). Logistic regression in rare events data. Political Analysis 9:137-163 (prior correction).
 *
 * @param counts training rows of each class, all above 0
 * @throws RangeError on a class without rows, or weights that are not positive, one a class
 * @example
 * resolveBalance({ kind: 'weighted', weights: 'balanced' }, [90, 10]).weights[1] // => 5
 * resolveBalance({ kind: 'weighted', weights: [1, 1] }, [90, 10]).servingShift[0] // => 0
 */
export function resolveBalance(balance: ClassBalance, counts: readonly number[]): ResolvedBalance {
  const empty = counts.findIndex((count) => !(count > 0));
  if (empty >= 0) throw new RangeError(`resolveBalance: class ${empty} has no training rows`);
  const none = counts.map(() => 0);
  if (balance.kind === 'none')
    return { weights: counts.map(() => 1), trainingShift: none, servingShift: none };
  const rows = sum(counts);
  if (balance.kind === 'logit-adjusted') {
    const shift = counts.map((count) => Math.log(count / rows));
    return { weights: counts.map(() => 1), trainingShift: shift, servingShift: shift };
  }
  const weights =
    balance.weights === 'balanced'
      ? counts.map((count) => rows / (counts.length * count))
      : [...balance.weights];
  if (weights.length !== counts.length || weights.some((weight) => !(weight > 0 && weight < Infinity)))
    throw new RangeError(`resolveBalance: weights must be positive, one a class (${weights.join(', ')})`);
  return { weights, trainingShift: none, servingShift: weights.map((weight) => 0 - Math.log(weight)) };
}
