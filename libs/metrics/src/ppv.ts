import { countConfusion } from './confusion.ts';
import { defineThresholdMetric } from './metric.ts';

/**
 * Positive predictive value: the share of events among those at or above the threshold.
 *
 *     TP / (TP + FP)
 *
 * Holds at this population's prevalence only. Undefined when nobody is at or above the threshold.
 *
 * @example ppv({ y: Uint8Array.of(1, 1, 1, 0, 0), p: Float64Array.of(0.9, 0.6, 0.2, 0.7, 0.1) }, 0.5) // => { value: 0.6666666666666666 }
 * @see Altman DG, Bland JM (1994) BMJ 309:102
 */
export const ppv = defineThresholdMetric(
  {
    id: 'ppv',
    title: 'Positive predictive value',
    direction: 'maximize',
    range: [0, 1],
    optimum: 1,
  },
  (data, threshold) => {
    const { truePositive, falsePositive } = countConfusion(data, threshold);
    const total = truePositive + falsePositive;
    return total > 0
      ? { value: truePositive / total }
      : { undefinedBecause: 'no row at or above the threshold' };
  },
);
