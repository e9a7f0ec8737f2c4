import type { Interval } from '@raredx/stats';
import { wilson } from './wilson.ts';

/** Successes of a total. */
export interface Count {
  readonly successes: number;
  readonly total: number;
}

export interface ProportionDifference extends Interval {
  readonly difference: number;
}

/**
 * Difference between two proportions of different patients, with Newcombe's method 10: Wilson limits combined by squares.
 *
 *     d − √((p₁ − l₁)² + (u₂ − p₂)²)  to  d + √((u₁ − p₁)² + (p₂ − l₂)²)
 *
 * Stays in [−1, 1] and has a width even at 0 of n. Undefined when a total is 0.
 *
 * @example proportionDifference({ successes: 56, total: 70 }, { successes: 48, total: 80 }, { confidence: 0.95 }) // => { difference: 0.2, lower: 0.0524315, upper: 0.333873, confidence: 0.95, method: 'Newcombe 10' }
 * @see Newcombe RG (1998) Stat Med 17:873–890
 */
export function proportionDifference(
  first: Count,
  second: Count,
  { confidence }: { readonly confidence: number },
): ProportionDifference | { undefinedBecause: string } {
  const a = wilson(first.successes, first.total, confidence);
  if ('undefinedBecause' in a) return a;
  const b = wilson(second.successes, second.total, confidence);
  if ('undefinedBecause' in b) return b;
  const [p, q] = [first.successes / first.total, second.successes / second.total];
  return {
    difference: p - q,
    lower: p - q - Math.hypot(p - a.lower, b.upper - q),
    upper: p - q + Math.hypot(a.upper - p, q - b.lower),
    confidence,
    method: 'Newcombe 10',
  };
}
