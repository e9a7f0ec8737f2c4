import { countConfusion } from './confusion.ts';
import { defineThresholdMetric } from './metric.ts';

/**
 * Sensitivity: the share of events at or above the threshold.
 *
 *     TP / (TP + FN)
 *
 * Undefined without events.
 *
 * @example sensitivity({ y: Uint8Array.of(1, 1, 1, 0, 0), p: Float64Array.of(0.9, 0.6, 0.2, 0.7, 0.1) }, 0.5) // => { value: 0.6666666666666666 }
 * @see Altman DG, Bland JM (1994) BMJ 308:1552
 */
export const sensitivity = defineThresholdMetric(
  {
    id: 'sensitivity',
    title: 'Sensitivity',
    direction: 'maximize',
    range: [0, 1],
    optimum: 1,
  },
  (data, threshold) => {
    const { truePositive, falseNegative } = countConfusion(data, threshold);
    const total = truePositive + falseNegative;
    return total > 0 ? { value: truePositive / total } : { undefinedBecause: 'no events' };
  },
);
