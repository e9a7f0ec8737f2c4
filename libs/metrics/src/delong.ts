import { ContractError } from '@raredx/tables';
import { type ClassTotals, classTotals, lackingClass } from './class-totals.ts';
import { checkJudged, type Judged } from './judged.ts';
import { rankOrder } from './rank-order.ts';

export interface Delong {
  readonly auc: Float64Array;
  /** k × k, row-major. */
  readonly covariance: Float64Array;
  /**
   * For each sample, by row: of an event, the share of non-events below it; of a non-event, the share of events above
   * it; ties half.
   */
  readonly placements: readonly Float64Array[];
}

/**
 * DeLong's covariance of the AUROCs of several predictions of the same rows (same y, same w; p differs). Linear in n
 * after the sort. Undefined without two events and two non-events.
 *
 *     cov(r, s) = S10(r, s) / m + S01(r, s) / n
 *
 * S10, S01 sample covariances of the placements of the m events and of the n non-events.
 *
 * @example delong([{ y: Uint8Array.of(1, 0, 1, 0), p: Float64Array.of(0.9, 0.1, 0.4, 0.4) }]).covariance // => Float64Array.of(0.03125)
 * @see DeLong ER, DeLong DM, Clarke-Pearson DL (1988) Biometrics 44:837–845
 * @see Sun X, Xu W (2014) IEEE Signal Process Lett 21:1389–1393
 */
export function delong(samples: readonly Judged[]): Delong | { undefinedBecause: string } {
  const first = samples[0];
  if (!first) throw new ContractError('delong', 'no sample');
  for (const sample of samples) {
    checkJudged('delong', sample);
    checkSameRows(first, sample);
  }
  const totals = classTotals(first);
  const lacking = lackingClass(totals);
  if (lacking) return lacking;
  if (totals.events <= 1) return { undefinedBecause: 'fewer than two events' };
  if (totals.nonEvents <= 1) return { undefinedBecause: 'fewer than two non-events' };
  const placements = samples.map((sample) => aurocPlacements(sample, totals));
  const auc = Float64Array.from(placements, (placement) => meanOverEvents(first, placement, totals.events));
  const size = samples.length;
  const covariance = new Float64Array(size * size);
  for (let r = 0; r < size; r++) {
    for (let s = 0; s <= r; s++) {
      const value = placementCovariance(first, totals, [
        { placement: placements[r], auc: auc[r] },
        { placement: placements[s], auc: auc[s] },
      ]);
      covariance[r * size + s] = value;
      covariance[s * size + r] = value;
    }
  }
  return { auc, covariance, placements };
}

/** Placement of each row, see {@link Delong}. */
export function aurocPlacements(
  { y, p, w, order = rankOrder(p) }: Judged,
  totals: ClassTotals,
): Float64Array {
  const placement = new Float64Array(y.length);
  let eventsBelow = 0;
  let nonEventsBelow = 0;
  for (let start = 0; start < order.length; ) {
    const risk = p[order[start]];
    let events = 0;
    let nonEvents = 0;
    let end = start;
    for (; end < order.length && p[order[end]] === risk; end++) {
      const weight = w ? w[order[end]] : 1;
      if (y[order[end]] === 1) events += weight;
      else nonEvents += weight;
    }
    const ofEvent = (nonEventsBelow + nonEvents / 2) / totals.nonEvents;
    const ofNonEvent = (totals.events - eventsBelow - events / 2) / totals.events;
    for (; start < end; start++) placement[order[start]] = y[order[start]] === 1 ? ofEvent : ofNonEvent;
    eventsBelow += events;
    nonEventsBelow += nonEvents;
  }
  return placement;
}

function meanOverEvents({ y, w }: Judged, placement: Float64Array, events: number): number {
  let sum = 0;
  for (let row = 0; row < y.length; row++) if (y[row] === 1) sum += (w ? w[row] : 1) * placement[row];
  return sum / events;
}

interface Placed {
  readonly placement: Float64Array;
  readonly auc: number;
}

function placementCovariance(
  { y, w }: Judged,
  totals: ClassTotals,
  [r, s]: readonly [Placed, Placed],
): number {
  let ofEvents = 0;
  let ofNonEvents = 0;
  for (let row = 0; row < y.length; row++) {
    const product = (w ? w[row] : 1) * (r.placement[row] - r.auc) * (s.placement[row] - s.auc);
    if (y[row] === 1) ofEvents += product;
    else ofNonEvents += product;
  }
  return (
    ofEvents / (totals.events - 1) / totals.events + ofNonEvents / (totals.nonEvents - 1) / totals.nonEvents
  );
}

function checkSameRows(first: Judged, sample: Judged): void {
  if (sample.y.length !== first.y.length) throw new ContractError('delong', 'samples differ in their rows');
  for (let row = 0; row < first.y.length; row++) {
    if (sample.y[row] !== first.y[row] || (sample.w?.[row] ?? 1) !== (first.w?.[row] ?? 1)) {
      throw new ContractError('delong', `samples differ in y or w (first: row ${row})`);
    }
  }
}
