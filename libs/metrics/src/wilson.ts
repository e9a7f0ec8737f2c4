import { type Interval, normalQuantile } from '@raredx/stats';
import { checkProportion } from './proportion.ts';

/**
 * Wilson score interval of a proportion, without continuity correction. At 0 of n the lower limit is exactly 0, at n of n
 * the upper exactly 1. Counts may be sums of weights. Undefined when total is 0.
 *
 * @example wilson(0, 10, 0.95) // => { lower: 0, upper: 0.2775327998628892, confidence: 0.95, method: 'Wilson' }
 * @see Wilson EB (1927) J Am Stat Assoc 22:209–212
 */
export function wilson(
  successes: number,
  total: number,
  confidence: number,
): Interval | { undefinedBecause: string } {
  checkProportion('wilson', { successes, total, confidence });
  if (total === 0) return { undefinedBecause: 'no rows' };
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / total;
  const centre = successes + (z * z) / 2;
  const margin = z * Math.sqrt(share * (total - successes) + (z * z) / 4);
  return {
    lower: successes === 0 ? 0 : (centre - margin) / (total + z * z),
    upper: successes === total ? 1 : (centre + margin) / (total + z * z),
    confidence,
    method: 'Wilson',
  };
}
