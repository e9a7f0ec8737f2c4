import { classTotals } from './class-totals.ts';
import { checkJudged, type Judged } from './judged.ts';
import { checkThreshold } from './metric.ts';

export interface DecisionCurve {
  readonly netBenefit: Float64Array;
  readonly treatAll: Float64Array;
}

/**
 * Net benefit at each threshold in [0, 1), in any order, of the model and of treating all; treating none has 0. One pass
 * over the rows, whatever the number of thresholds.
 *
 * @example decisionCurve({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.9, 0.1) }, Float64Array.of(0.5)) // => { netBenefit: Float64Array.of(0.5), treatAll: Float64Array.of(0) }
 * @see Vickers AJ, Elkin EB (2006) Med Decis Making 26:565–574
 */
export function decisionCurve(
  data: Judged,
  thresholds: Float64Array,
): DecisionCurve | { undefinedBecause: string } {
  checkJudged('decision curve', data);
  for (const threshold of thresholds) {
    checkThreshold('decision curve', threshold);
    if (threshold === 1) return { undefinedBecause: 'at threshold 1 false positives weigh infinitely' };
  }
  const { events, nonEvents, total } = classTotals(data);
  if (total === 0) return { undefinedBecause: 'no rows' };
  const sorted = thresholds.slice().sort();
  const positives = positivesAt(data, sorted);
  const netBenefit = new Float64Array(thresholds.length);
  const treatAll = new Float64Array(thresholds.length);
  thresholds.forEach((threshold, i) => {
    const odds = threshold / (1 - threshold);
    const at = thresholdsUpTo(sorted, threshold) - 1;
    netBenefit[i] = (positives.events[at] - positives.nonEvents[at] * odds) / total;
    treatAll[i] = (events - nonEvents * odds) / total;
  });
  return { netBenefit, treatAll };
}

/** Weight of events and non-events at or above each of the ascending thresholds. */
function positivesAt(
  { y, p, w }: Judged,
  sorted: Float64Array,
): { events: Float64Array; nonEvents: Float64Array } {
  const events = new Float64Array(sorted.length);
  const nonEvents = new Float64Array(sorted.length);
  for (let row = 0; row < p.length; row++) {
    const at = thresholdsUpTo(sorted, p[row]) - 1;
    if (at < 0) continue;
    const weight = w ? w[row] : 1;
    if (y[row] === 1) events[at] += weight;
    else nonEvents[at] += weight;
  }
  for (let i = sorted.length - 2; i >= 0; i--) {
    events[i] += events[i + 1];
    nonEvents[i] += nonEvents[i + 1];
  }
  return { events, nonEvents };
}

/** How many of the ascending thresholds are at most `risk`. */
function thresholdsUpTo(sorted: Float64Array, risk: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= risk) low = middle + 1;
    else high = middle;
  }
  return low;
}
