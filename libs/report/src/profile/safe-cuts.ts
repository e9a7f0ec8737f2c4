import { isSmall } from './small-cell.ts';

/** Samples at or above a cut of the risk. */
export interface Cut {
  readonly events: number;
  readonly nonEvents: number;
}

/** A higher cut leaves fewer samples: by their sum, so that the last bits of a rate cannot turn the order. */
const byRisk = (a: Cut, b: Cut) => b.nonEvents + b.events - (a.nonEvents + a.events);

/** Whether neighbouring cuts, from everybody to nobody, never enclose a small number of either outcome. */
export function cutsAreSafe(cuts: readonly Cut[], all: Cut): boolean {
  const chain = [all, ...[...cuts].sort(byRisk), { events: 0, nonEvents: 0 }];
  return chain.every((cut, i) => {
    const next = chain[i + 1];
    return !next || (!isSmall(cut.events - next.events) && !isSmall(cut.nonEvents - next.nonEvents));
  });
}

/** Cuts of one population. */
export interface CutPopulation {
  readonly all: Cut;
  /** By threshold; one that is missing anywhere is shown nowhere, as the others would give it away. */
  readonly at: ReadonlyMap<number, Cut>;
}

/** Thresholds, in order, that may be shown together in every population. */
export function safeThresholds(
  thresholds: readonly number[],
  populations: readonly CutPopulation[],
): readonly number[] {
  const kept: number[] = [];
  for (const threshold of thresholds) {
    const tried = [...kept, threshold];
    const safe = populations.every(
      ({ all, at }) =>
        at.has(threshold) &&
        cutsAreSafe(
          tried.flatMap((one) => at.get(one) ?? []),
          all,
        ),
    );
    if (safe) kept.push(threshold);
  }
  return kept;
}

/** Points of a curve that may be shown beside cuts already shown, at most as many as wanted, spread over the curve. */
export function safePoints<Point extends Cut>(
  points: readonly Point[],
  shown: readonly Cut[],
  { all, most }: { readonly all: Cut; readonly most: number },
): readonly Point[] {
  const kept: Point[] = [];
  for (let stride = Math.max(1, Math.floor(points.length / most)), i = 0; i < points.length; i += stride) {
    const point = points[i]!;
    if (kept.length < most && cutsAreSafe([...shown, ...kept, point], all)) kept.push(point);
  }
  return kept;
}
