import { classTotals, lackingClass } from './class-totals.ts';
import { defineMetric } from './metric.ts';
import { rankOrder } from './rank-order.ts';

/**
 * Area under the ROC curve: the probability that an event has a higher risk than a non-event, ties counted half.
 *
 *     AUROC = Σᵢ Σⱼ wᵢ wⱼ ([pᵢ > pⱼ] + ½ [pᵢ = pⱼ]) / (Σᵢ wᵢ Σⱼ wⱼ),   i events, j non-events
 *
 * 0.5 is chance. Sees the order of p only. Undefined without both an event and a non-event.
 *
 * @example auroc({ y: Uint8Array.of(1, 0, 1, 0), p: Float64Array.of(0.9, 0.1, 0.4, 0.4) }) // => { value: 0.875 }
 * @see Hanley JA, McNeil BJ (1982) Radiology 143:29–36
 */
export const auroc = defineMetric(
  { id: 'auroc', title: 'AUROC', direction: 'maximize', range: [0, 1], optimum: 1, kind: 'rank' },
  (data) => {
    const totals = classTotals(data);
    const lacking = lackingClass(totals);
    if (lacking) return lacking;
    const { y, p, w, order = rankOrder(p) } = data;
    let pairs = 0;
    let nonEventsBelow = 0;
    for (let i = 0; i < order.length; ) {
      const risk = p[order[i]];
      let events = 0;
      let nonEvents = 0;
      for (; i < order.length && p[order[i]] === risk; i++) {
        const row = order[i];
        const weight = w ? w[row] : 1;
        if (y[row] === 1) events += weight;
        else nonEvents += weight;
      }
      pairs += events * (nonEventsBelow + nonEvents / 2);
      nonEventsBelow += nonEvents;
    }
    return { value: Math.min(1, pairs / (totals.events * totals.nonEvents)) };
  },
);
