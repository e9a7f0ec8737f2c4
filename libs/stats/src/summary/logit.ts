/**
 * Log odds, `ln(p / (1 - p))`; -Infinity at 0 and Infinity at 1.
 *
 * @example
 * logit(0.5) // => 0
 * logit(1) // => Infinity
 */
export function logit(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`logit: p must be in [0, 1] (${p})`);
  // log1p keeps the digits that 1 - p and p / (1 - p) lose near one half.
  if (p > 0.25 && p < 0.75) return Math.log1p((2 * p - 1) / (1 - p));
  return Math.log(p) - Math.log1p(-p);
}

/**
 * Inverse of `logit`, `1 / (1 + exp(-x))`; 0 at -Infinity and 1 at Infinity, small values keep all their digits.
 *
 * @example
 * expit(0) // => 0.5
 * expit(-Infinity) // => 0
 */
export function expit(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const odds = Math.exp(x);
  return odds / (1 + odds);
}
