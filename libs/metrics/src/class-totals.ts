import type { Judged } from './judged.ts';

export interface ClassTotals {
  readonly events: number;
  readonly nonEvents: number;
  readonly total: number;
}

/**
 * Weight of events, of non-events and of both.
 *
 * @example classTotals({ y: Uint8Array.of(1, 0, 0), p: Float64Array.of(0.9, 0.1, 0.2) }) // => { events: 1, nonEvents: 2, total: 3 }
 */
export function classTotals({ y, w }: Judged): ClassTotals {
  let events = 0;
  let nonEvents = 0;
  for (let row = 0; row < y.length; row++) {
    const weight = w ? w[row] : 1;
    if (y[row] === 1) events += weight;
    else nonEvents += weight;
  }
  return { events, nonEvents, total: events + nonEvents };
}

/** Why a metric that needs both classes is undefined, or undefined where it has both. */
export function lackingClass({
  events,
  nonEvents,
  total,
}: ClassTotals): { undefinedBecause: string } | undefined {
  if (total === 0) return { undefinedBecause: 'no rows' };
  if (events === 0) return { undefinedBecause: 'no events' };
  if (nonEvents === 0) return { undefinedBecause: 'no non-events' };
  return undefined;
}
