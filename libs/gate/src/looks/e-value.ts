/**
 * Evidence against "the truth lies on or beyond the bound" as an e-value: its expectation under that is at most 1, so
 * that 1 / e is a p-value at any time and however many looks came before.
 *
 *     e = exp(δ z − δ²/2)
 *
 * the likelihood ratio of a shift of δ standard errors; z distance of the estimate from the bound in standard errors,
 * positive on the right side.
 *
 * @param delta shift that was expected when the study was planned, in standard errors; fixed before the look
 * @throws RangeError where δ is not above 0 or z is not a number
 * @see Ramdas A, Grünwald P, Vovk V, Shafer G (2023) Stat Sci 38:576–601
 *
 * @example eValue(3, 2.5) // => 79.4398
 */
export function eValue(z: number, delta: number): number {
  if (!(delta > 0 && Number.isFinite(delta)))
    throw new RangeError(`eValue: delta must be above 0 (${delta})`);
  if (Number.isNaN(z)) throw new RangeError('eValue: z is not a number');
  return Math.exp(delta * z - (delta * delta) / 2);
}

/**
 * Several e-values as one. Of looks at patients never looked at before: their product. Of looks that share patients:
 * their mean, which is an e-value whatever the dependence.
 *
 * @see Vovk V, Wang R (2021) Ann Stat 49:1736–1754
 *
 * @example mergedEValue([4, 10], 'independent') // => 40
 * @example mergedEValue([4, 10], 'any') // => 7
 */
export function mergedEValue(values: readonly number[], dependence: 'independent' | 'any'): number {
  if (values.length === 0) return 1;
  if (dependence === 'independent') return values.reduce((product, value) => product * value, 1);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
