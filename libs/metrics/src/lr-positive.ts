import { lackingClass } from './class-totals.ts';
import { countConfusion } from './confusion.ts';
import { defineThresholdMetric } from './metric.ts';

/**
 * Positive likelihood ratio: how many times likelier a positive call is in an event than in a non-event.
 *
 *     LR+ = sensitivity / (1 − specificity)
 *
 * 1 is useless. Undefined without both classes, and infinite, which is given as a reason, without false positives.
 *
 * @example lrPositive({ y: Uint8Array.of(1, 1, 1, 0, 0), p: Float64Array.of(0.9, 0.6, 0.2, 0.7, 0.1) }, 0.5) // => { value: 1.3333333333333333 }
 * @see Simel DL, Samsa GP, Matchar DB (1991) J Clin Epidemiol 44:763–770
 */
export const lrPositive = defineThresholdMetric(
  {
    id: 'lr_positive',
    title: 'Positive likelihood ratio',
    direction: 'maximize',
    range: [0, Number.POSITIVE_INFINITY],
    optimum: Number.POSITIVE_INFINITY,
  },
  (data, threshold) => {
    const { truePositive, falsePositive, trueNegative, falseNegative } = countConfusion(data, threshold);
    const events = truePositive + falseNegative;
    const nonEvents = trueNegative + falsePositive;
    const lacking = lackingClass({ events, nonEvents, total: events + nonEvents });
    if (lacking) return lacking;
    if (falsePositive === 0) return { undefinedBecause: 'no false positives: the ratio has no finite value' };
    return { value: truePositive / events / (falsePositive / nonEvents) };
  },
);
