import { classTotals, lackingClass } from './class-totals.ts';
import { checkJudged, type Judged } from './judged.ts';
import { rankOrder } from './rank-order.ts';

export interface RocCurve {
  /** Distinct risks, highest first, after the point where nobody is called (Infinity). */
  readonly thresholds: Float64Array;
  readonly falsePositiveRate: Float64Array;
  readonly sensitivity: Float64Array;
}

/**
 * The ROC curve: one point for each distinct risk, from (0, 0) to (1, 1). p >= threshold is positive.
 *
 * @example rocCurve({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.9, 0.1) }).sensitivity // => Float64Array.of(0, 1, 1)
 */
export function rocCurve(data: Judged): RocCurve | { undefinedBecause: string } {
  checkJudged('roc curve', data);
  const totals = classTotals(data);
  const lacking = lackingClass(totals);
  if (lacking) return lacking;
  const { y, p, w, order = rankOrder(p) } = data;
  const thresholds = [Number.POSITIVE_INFINITY];
  const falsePositiveRate = [0];
  const sensitivity = [0];
  let events = 0;
  let nonEvents = 0;
  for (let i = order.length - 1; i >= 0; ) {
    const risk = p[order[i]];
    const before = events + nonEvents;
    for (; i >= 0 && p[order[i]] === risk; i--) {
      const weight = w ? w[order[i]] : 1;
      if (y[order[i]] === 1) events += weight;
      else nonEvents += weight;
    }
    if (events + nonEvents === before) continue;
    thresholds.push(risk);
    falsePositiveRate.push(nonEvents / totals.nonEvents);
    sensitivity.push(events / totals.events);
  }
  return {
    thresholds: Float64Array.from(thresholds),
    falsePositiveRate: Float64Array.from(falsePositiveRate),
    sensitivity: Float64Array.from(sensitivity),
  };
}
