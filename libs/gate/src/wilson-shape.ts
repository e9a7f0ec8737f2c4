import { normalQuantile } from '@raredx/stats';
import type { Measured } from './interval-scale.ts';

/**
 * The number of patients that a Wilson interval rests on, found from its limits, each of which satisfies
 *
 *     (p − b)² = z² b (1 − b) / n
 *
 * (with clustered patients n is their effective number). Undefined for another method, which the shape does not tell: any
 * interval symmetric on the logit scale has it; and where the two limits give different numbers.
 *
 * @see Wilson EB (1927) J Am Stat Assoc 22:209–212
 *
 * @example wilsonSize({ estimate: 1, lower: 0.5, upper: 1, confidence: 0.95, method: 'Wilson' }) // => 3.84145882
 */
export function wilsonSize({
  estimate,
  lower,
  upper,
  confidence,
  method,
}: Pick<Measured, 'estimate' | 'lower' | 'upper' | 'confidence' | 'method'>): number | undefined {
  if (!/^Wilson\b/.test(method)) return undefined;
  if (!(estimate >= 0 && estimate <= 1 && lower >= 0 && upper <= 1)) return undefined;
  const z = normalQuantile((1 + confidence) / 2);
  const from = (limit: number) => (z * z * limit * (1 - limit)) / (estimate - limit) ** 2;
  // Of none and of all, one limit is the value itself and says nothing.
  const limits = [lower, upper].filter((limit) => Math.abs(limit - estimate) > 1e-12);
  const sizes = limits.map(from);
  const expected = estimate === 0 || estimate === 1 ? 1 : 2;
  const [first, second = first] = sizes;
  if (sizes.length !== expected || first === undefined || second === undefined || !(first > 0))
    return undefined;
  return Math.abs(first - second) <= 1e-5 * first ? first : undefined;
}

/**
 * The Wilson interval of p out of n at a confidence.
 *
 * @example wilsonAt(0.75, 20, 0.95).lower // => 0.53129912
 */
export function wilsonAt(
  p: number,
  n: number,
  confidence: number,
): { readonly lower: number; readonly upper: number } {
  const z = normalQuantile((1 + confidence) / 2);
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { lower: p === 0 ? 0 : centre - half, upper: p === 1 ? 1 : centre + half };
}

/** Distance of p from a bound in standard errors under the bound, whose inversion the Wilson interval is. */
export function scoreZ(p: number, n: number, bound: number): number {
  if (bound <= 0 || bound >= 1) return p === bound ? 0 : (p - bound) * Infinity;
  return (p - bound) / Math.sqrt((bound * (1 - bound)) / n);
}
