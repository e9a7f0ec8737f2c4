import { gammaCdf, gammaQuantile } from './gamma.ts';
import type { TailOption } from './tail.ts';

/**
 * Chi-square distribution function; `upper` gives the p-value with all its digits.
 *
 * @example
 * chiSquareCdf(0, 1) // => 0
 */
export function chiSquareCdf(x: number, df: number, options: TailOption = {}): number {
  return gammaCdf(x / 2, df / 2, options);
}

/**
 * Chi-square quantile.
 *
 * @example
 * chiSquareQuantile(0, 1) // => 0
 */
export function chiSquareQuantile(q: number, df: number, options: TailOption = {}): number {
  return 2 * gammaQuantile(q, df / 2, options);
}
