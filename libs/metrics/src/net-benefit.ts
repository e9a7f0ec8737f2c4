import { countConfusion } from './confusion.ts';
import { defineThresholdMetric } from './metric.ts';

/**
 * Net benefit of treating those at or above the threshold t, in true positives per patient.
 *
 *     NB = TP / n − FP / n · t / (1 − t)
 *
 * Compare with 0 (treat none) and with treating all. The most attainable is the prevalence. Undefined when there are no
 * rows, and at t = 1, where false positives weigh infinitely.
 *
 * @example netBenefit({ y: Uint8Array.of(1, 1, 1, 0, 0), p: Float64Array.of(0.9, 0.6, 0.2, 0.7, 0.1) }, 0.5) // => { value: 0.20000000000000004 }
 * @see Vickers AJ, Elkin EB (2006) Med Decis Making 26:565–574
 */
export const netBenefit = defineThresholdMetric(
  {
    id: 'net_benefit',
    title: 'Net benefit',
    direction: 'maximize',
    range: [Number.NEGATIVE_INFINITY, 1],
    optimum: 1,
  },
  (data, threshold) => {
    const { truePositive, falsePositive, trueNegative, falseNegative } = countConfusion(data, threshold);
    const total = truePositive + falsePositive + trueNegative + falseNegative;
    if (total === 0) return { undefinedBecause: 'no rows' };
    if (threshold === 1) return { undefinedBecause: 'at threshold 1 false positives weigh infinitely' };
    return { value: (truePositive - falsePositive * (threshold / (1 - threshold))) / total };
  },
);
