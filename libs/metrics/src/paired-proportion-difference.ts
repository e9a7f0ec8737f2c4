import { checkConfidence } from './proportion.ts';
import type { ProportionDifference } from './proportion-difference.ts';
import { wilson } from './wilson.ts';

/** The same patients under two tests: positive in both, in the first only, in the second only, in neither. */
export interface PairedCounts {
  readonly both: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  readonly neither: number;
}

/**
 * Difference between two proportions of the same patients (first − second), with Newcombe's paired method 10: Wilson
 * limits combined with the correlation φ, which is cut towards 0 by n/2 in its numerator when positive.
 *
 * Undefined when there are no patients.
 *
 * @example pairedProportionDifference({ both: 36, firstOnly: 12, secondOnly: 2, neither: 0 }, { confidence: 0.95 }) // => { difference: 0.2, lower: 0.0569296, upper: 0.340428, confidence: 0.95, method: 'Newcombe 10, paired' }
 * @see Newcombe RG (1998) Stat Med 17:2635–2650
 */
export function pairedProportionDifference(
  counts: PairedCounts,
  { confidence }: { readonly confidence: number },
): ProportionDifference | { undefinedBecause: string } {
  checkConfidence('paired difference', confidence);
  const { both, firstOnly, secondOnly, neither } = counts;
  const total = both + firstOnly + secondOnly + neither;
  const a = wilson(both + firstOnly, total, confidence);
  if ('undefinedBecause' in a) return a;
  const b = wilson(both + secondOnly, total, confidence);
  if ('undefinedBecause' in b) return b;
  const p = (both + firstOnly) / total;
  const q = (both + secondOnly) / total;
  const phi = correlation(counts, total);
  const margin = (x: number, y: number): number => Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y));
  const difference = (firstOnly - secondOnly) / total;
  return {
    difference,
    lower: difference - margin(p - a.lower, b.upper - q),
    upper: difference + margin(a.upper - p, q - b.lower),
    confidence,
    method: 'Newcombe 10, paired',
  };
}

function correlation({ both, firstOnly, secondOnly, neither }: PairedCounts, total: number): number {
  const margins = (both + firstOnly) * (secondOnly + neither) * (both + secondOnly) * (firstOnly + neither);
  if (margins === 0) return 0;
  const product = both * neither - firstOnly * secondOnly;
  const numerator = product > 0 ? Math.max(product - total / 2, 0) : product;
  return numerator / Math.sqrt(margins);
}
