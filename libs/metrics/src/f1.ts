import { countConfusion } from './confusion.ts';
import { defineThresholdMetric } from './metric.ts';

/**
 * F1: harmonic mean of sensitivity and positive predictive value.
 *
 *     F1 = 2 TP / (2 TP + FP + FN)
 *
 * **Not for decisions.** It is improper (it can rank a worse model higher), ignores true negatives, changes with the
 * prevalence and weighs errors by no clinical cost. Given only because readers ask for it: never gate on it, and it is
 * not in the registry. Undefined without events and calls.
 *
 * @example f1({ y: Uint8Array.of(1, 1, 0), p: Float64Array.of(0.9, 0.1, 0.8) }, 0.5) // => { value: 0.5 }
 * @see Van Calster B et al. (2025) Lancet Digit Health 7:100916
 */
export const f1 = defineThresholdMetric(
  { id: 'f1', title: 'F1 (not for decisions)', direction: 'maximize', range: [0, 1], optimum: 1 },
  (data, threshold) => {
    const { truePositive, falsePositive, falseNegative } = countConfusion(data, threshold);
    const total = 2 * truePositive + falsePositive + falseNegative;
    return total > 0
      ? { value: (2 * truePositive) / total }
      : { undefinedBecause: 'no events and no positive calls' };
  },
);
