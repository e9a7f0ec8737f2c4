import { incompleteBeta } from './beta.ts';
import type { TailOption } from './tail.ts';

/**
 * Binomial distribution function: probability of at most k events in n, or of more than k for the upper tail.
 *
 * @example
 * binomialCdf(0, 1, 0.25) // => 0.75
 */
export function binomialCdf(k: number, n: number, p: number, { tail = 'lower' }: TailOption = {}): number {
  if (!(Number.isInteger(n) && n >= 0))
    throw new RangeError(`binomialCdf: n must be a whole number >= 0 (${n})`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`binomialCdf: p must be in [0, 1] (${p})`);
  const whole = Math.floor(k);
  if (whole < 0 || whole >= n) return whole < 0 === (tail === 'lower') ? 0 : 1;
  return incompleteBeta(
    { p, q: 1 - p },
    { a: whole + 1, b: n - whole },
    tail === 'lower' ? 'upper' : 'lower',
  );
}
