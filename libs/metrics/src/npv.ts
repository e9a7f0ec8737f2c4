import { countConfusion } from './confusion.ts';
import { defineThresholdMetric } from './metric.ts';

/**
 * Negative predictive value: the share of non-events among those below the threshold.
 *
 *     TN / (TN + FN)
 *
 * Holds at this population's prevalence only. Undefined when nobody is below the threshold.
 *
 * @example npv({ y: Uint8Array.of(1, 1, 1, 0, 0), p: Float64Array.of(0.9, 0.6, 0.2, 0.7, 0.1) }, 0.5) // => { value: 0.5 }
 * @see Altman DG, Bland JM (1994) BMJ 309:102
 */
export const npv = defineThresholdMetric(
  {
    id: 'npv',
    title: 'Negative predictive value',
    direction: 'maximize',
    range: [0, 1],
    optimum: 1,
  },
  (data, threshold) => {
    const { trueNegative, falseNegative } = countConfusion(data, threshold);
    const total = trueNegative + falseNegative;
    return total > 0 ? { value: trueNegative / total } : { undefinedBecause: 'no row below the threshold' };
  },
);
