import { betaQuantile, type Interval } from '@raredx/stats';
import { checkProportion } from './proportion.ts';

/**
 * Jeffreys interval of a proportion: the equal-tailed posterior under a Beta(½, ½) prior, its limit moved to 0 at 0 of n
 * and to 1 at n of n so that coverage does not fall to 0 there. Undefined when total is 0.
 *
 * @example jeffreys(0, 10, 0.95) // => { lower: 0, upper: 0.217196, confidence: 0.95, method: 'Jeffreys' }
 * @see Brown LD, Cai TT, DasGupta A (2001) Stat Sci 16:101–133
 */
export function jeffreys(
  successes: number,
  total: number,
  confidence: number,
): Interval | { undefinedBecause: string } {
  checkProportion('jeffreys', { successes, total, confidence });
  if (total === 0) return { undefinedBecause: 'no rows' };
  const tail = (1 - confidence) / 2;
  const [a, b] = [successes + 0.5, total - successes + 0.5];
  return {
    lower: successes === 0 ? 0 : betaQuantile(tail, a, b),
    upper: successes === total ? 1 : betaQuantile(1 - tail, a, b),
    confidence,
    method: 'Jeffreys',
  };
}
