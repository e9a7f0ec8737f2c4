import { betaQuantileLogit, incompleteBeta } from './beta.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/**
 * Student t distribution function; the upper tail of x is `studentCdf(-x, df)`. `df` may be fractional or Infinity.
 *
 * @example
 * studentCdf(0, 5) // => 0.5
 */
export function studentCdf(x: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`studentCdf: df must be positive (${df})`);
  if (Number.isNaN(x)) throw new RangeError('studentCdf: x is not a number');
  if (df === Infinity) return normalCdf(x);
  if (!Number.isFinite(x)) return x < 0 ? 0 : 1;
  const ratio = (x / Math.sqrt(df)) ** 2;
  const point =
    ratio < 1
      ? { p: 1 / (1 + ratio), q: ratio / (1 + ratio) }
      : { p: 1 / ratio / (1 + 1 / ratio), q: 1 / (1 + 1 / ratio) };
  if (Math.abs(x) < 1)
    return 0.5 + (Math.sign(x) * incompleteBeta(point, { a: df / 2, b: 0.5 }, 'upper')) / 2;
  const tail = incompleteBeta(point, { a: df / 2, b: 0.5 }, 'lower') / 2;
  return x < 0 ? tail : 1 - tail;
}

/**
 * Student t quantile; -Infinity at 0 and Infinity at 1.
 *
 * @example
 * studentQuantile(0.5, 5) // => 0
 */
export function studentQuantile(q: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`studentQuantile: df must be positive (${df})`);
  if (!(q >= 0 && q <= 1)) throw new RangeError(`studentQuantile: q must be in [0, 1] (${q})`);
  if (df === Infinity) return normalQuantile(q);
  if (q === 0.5) return 0;
  if (q === 0 || q === 1) return q === 0 ? -Infinity : Infinity;
  const tail = Math.min(q, 1 - q);
  // t^2 / df are the odds of a beta variate: read them from whichever of its tails is small.
  const logOdds =
    tail < 0.25 ? -betaQuantileLogit(2 * tail, df / 2, 0.5) : betaQuantileLogit(1 - 2 * tail, 0.5, df / 2);
  const size = Math.sqrt(df) * Math.exp(logOdds / 2);
  return q < 0.5 ? -size : size;
}
