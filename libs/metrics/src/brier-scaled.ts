import { brier } from './brier.ts';
import { classTotals, lackingClass } from './class-totals.ts';
import { defineMetric } from './metric.ts';

/**
 * Scaled Brier score, also called index of prediction accuracy: the share of the outcome's variance that is explained.
 *
 *     1 − Brier / (π (1 − π)),   π the observed rate
 *
 * 0 is what predicting π throughout attains; negative is worse than that. Undefined without both classes.
 *
 * @example brierScaled({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.75, 0.25) }) // => { value: 0.75 }
 * @see Kattan MW, Gerds TA (2018) Diagn Progn Res 2:7
 */
export const brierScaled = defineMetric(
  {
    id: 'brier_scaled',
    title: 'Scaled Brier score',
    direction: 'maximize',
    range: [Number.NEGATIVE_INFINITY, 1],
    optimum: 1,
    kind: 'overall',
  },
  (data) => {
    const totals = classTotals(data);
    const lacking = lackingClass(totals);
    if (lacking) return lacking;
    const score = brier(data);
    if ('undefinedBecause' in score) return score;
    return { value: 1 - score.value / ((totals.events / totals.total) * (totals.nonEvents / totals.total)) };
  },
);
