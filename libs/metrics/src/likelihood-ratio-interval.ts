import { type Interval, normalQuantile } from '@raredx/stats';
import type { Confusion } from './confusion.ts';
import { checkConfidence } from './proportion.ts';

/**
 * Interval of a likelihood ratio on the log scale:
 *
 *     exp(log LR ± z √(1/a − 1/m + 1/b − 1/n))
 *
 * a of m events and b of n non-events have the call in question (positive for LR+, negative for LR−). With a = 0 or
 * b = 0 the logarithm has no meaning: ½ is added to a and b and 1 to m and n, and `method` says so. Undefined without
 * both classes.
 *
 * @example likelihoodRatioInterval({ truePositive: 231, falseNegative: 27, falsePositive: 32, trueNegative: 54 }, 'lr_positive', 0.95) // => { lower: 1.82279, upper: 3.17647, confidence: 0.95, method: 'log scale' }
 * @see Simel DL, Samsa GP, Matchar DB (1991) J Clin Epidemiol 44:763–770
 */
export function likelihoodRatioInterval(
  { truePositive, falsePositive, trueNegative, falseNegative }: Confusion,
  which: 'lr_positive' | 'lr_negative',
  confidence: number,
): Interval | { undefinedBecause: string } {
  checkConfidence(which, confidence);
  const events = truePositive + falseNegative;
  const nonEvents = trueNegative + falsePositive;
  if (events === 0) return { undefinedBecause: 'no events' };
  if (nonEvents === 0) return { undefinedBecause: 'no non-events' };
  const [a, b] = which === 'lr_positive' ? [truePositive, falsePositive] : [falseNegative, trueNegative];
  const half = a === 0 || b === 0 ? 0.5 : 0;
  const [am, bn] = [(a + half) / (events + 2 * half), (b + half) / (nonEvents + 2 * half)];
  const error = Math.sqrt((1 - am) / (a + half) + (1 - bn) / (b + half));
  const margin = normalQuantile((1 + confidence) / 2) * error;
  return {
    lower: (am / bn) * Math.exp(-margin),
    upper: (am / bn) * Math.exp(margin),
    confidence,
    method: half > 0 ? 'log scale, half a case added' : 'log scale',
  };
}
