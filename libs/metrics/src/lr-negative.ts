import { lackingClass } from './class-totals.ts';
import { countConfusion } from './confusion.ts';
import { defineThresholdMetric } from './metric.ts';

/**
 * Negative likelihood ratio: how many times likelier a negative call is in an event than in a non-event.
 *
 *     LR− = (1 − sensitivity) / specificity
 *
 * 1 is useless, 0 is perfect. Undefined without both classes, and infinite, which is given as a reason, without true negatives.
 *
 * @example lrNegative({ y: Uint8Array.of(1, 1, 1, 0, 0), p: Float64Array.of(0.9, 0.6, 0.2, 0.7, 0.1) }, 0.5) // => { value: 0.6666666666666666 }
 * @see Simel DL, Samsa GP, Matchar DB (1991) J Clin Epidemiol 44:763–770
 */
export const lrNegative = defineThresholdMetric(
  {
    id: 'lr_negative',
    title: 'Negative likelihood ratio',
    direction: 'minimize',
    range: [0, Number.POSITIVE_INFINITY],
    optimum: 0,
  },
  (data, threshold) => {
    const { truePositive, falsePositive, trueNegative, falseNegative } = countConfusion(data, threshold);
    const events = truePositive + falseNegative;
    const nonEvents = trueNegative + falsePositive;
    const lacking = lackingClass({ events, nonEvents, total: events + nonEvents });
    if (lacking) return lacking;
    if (trueNegative === 0) return { undefinedBecause: 'no true negatives: the ratio has no finite value' };
    return { value: falseNegative / events / (trueNegative / nonEvents) };
  },
);
