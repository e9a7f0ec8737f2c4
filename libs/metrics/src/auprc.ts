import { classTotals, lackingClass } from './class-totals.ts';
import { defineMetric } from './metric.ts';
import { rankOrder } from './rank-order.ts';

/**
 * Area under the precision–recall curve as average precision: the step-wise sum, without interpolation.
 *
 *     AP = Σₖ (Rₖ − Rₖ₋₁) Pₖ   over distinct risks, highest first
 *
 * Rₖ sensitivity and Pₖ positive predictive value when everyone at or above the k-th risk is called positive. A random
 * order gives about the prevalence, so compare it between populations of equal prevalence only. Undefined without both
 * an event and a non-event.
 *
 * @example auprc({ y: Uint8Array.of(1, 0, 1), p: Float64Array.of(0.9, 0.5, 0.2) }) // => { value: 0.8333333333333333 }
 * @see Davis J, Goadrich M (2006) ICML 233–240, on why linear interpolation is wrong here
 */
export const auprc = defineMetric(
  { id: 'auprc', title: 'Average precision', direction: 'maximize', range: [0, 1], optimum: 1, kind: 'rank' },
  (data) => {
    const totals = classTotals(data);
    const lacking = lackingClass(totals);
    if (lacking) return lacking;
    const { y, p, w, order = rankOrder(p) } = data;
    let area = 0;
    let eventsAbove = 0;
    let above = 0;
    for (let i = order.length - 1; i >= 0; ) {
      const risk = p[order[i]];
      let events = 0;
      for (; i >= 0 && p[order[i]] === risk; i--) {
        const row = order[i];
        const weight = w ? w[row] : 1;
        if (y[row] === 1) events += weight;
        above += weight;
      }
      eventsAbove += events;
      if (events > 0) area += events * (eventsAbove / above);
    }
    return { value: Math.min(1, area / totals.events) };
  },
);
