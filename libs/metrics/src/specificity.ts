import { countConfusion } from './confusion.ts';
import { defineThresholdMetric } from './metric.ts';

/**
 * Specificity: the share of non-events below the threshold.
 *
 *     TN / (TN + FP)
 *
 * Undefined without non-events.
 *
 * @example specificity({ y: Uint8Array.of(1, 1, 1, 0, 0), p: Float64Array.of(0.9, 0.6, 0.2, 0.7, 0.1) }, 0.5) // => { value: 0.5 }
 * @see Altman DG, Bland JM (1994) BMJ 308:1552
 */
export const specificity = defineThresholdMetric(
  {
    id: 'specificity',
    title: 'Specificity',
    direction: 'maximize',
    range: [0, 1],
    optimum: 1,
  },
  (data, threshold) => {
    const { trueNegative, falsePositive } = countConfusion(data, threshold);
    const total = trueNegative + falsePositive;
    return total > 0 ? { value: trueNegative / total } : { undefinedBecause: 'no non-events' };
  },
);
