import type { EvidenceRow } from '@raredx/tables';
import { countsOf, isClustered, placeOf } from './populations.ts';
import { type Cut, type CutPopulation, safeThresholds } from './safe-cuts.ts';

const key = (threshold: number) => Number(threshold.toFixed(9));

interface Half {
  sensitivity?: EvidenceRow;
  specificity?: EvidenceRow;
}

/** How many a rate stands for: none of none, where it is undefined because there is nobody. */
function share(rate: number | null, of: number): number | null {
  if (of === 0) return 0;
  return rate === null ? null : rate * of;
}

/** Cuts of one population from its sensitivities and specificities; none where a row does not count what they rate. */
export function cutsOf(rows: readonly EvidenceRow[]): ReadonlyMap<number, Cut> {
  const halves = new Map<number, Half>();
  for (const row of rows) {
    if (row.threshold === null || isClustered(row)) continue;
    const half = halves.get(key(row.threshold)) ?? {};
    if (row.metric === 'sensitivity' || row.metric === 'specificity') half[row.metric] = row;
    halves.set(key(row.threshold), half);
  }
  const cuts = new Map<number, Cut>();
  for (const [threshold, { sensitivity, specificity }] of halves) {
    if (!sensitivity || !specificity) continue;
    const { samples, events } = sensitivity;
    const hits = share(sensitivity.estimate, events);
    const spared = share(specificity.estimate, samples - events);
    if (hits === null || spared === null) continue;
    cuts.set(threshold, { events: hits, nonEvents: samples - events - spared });
  }
  return cuts;
}

const population = (rows: readonly EvidenceRow[]): CutPopulation => {
  const { events, nonEvents } = countsOf(rows[0]!);
  return { all: { events: events ?? 0, nonEvents: nonEvents ?? 0 }, at: cutsOf(rows) };
};

const less = (a: Cut, b: Cut): Cut => ({ events: a.events - b.events, nonEvents: a.nonEvents - b.nonEvents });

/** What the whole less the groups shown gives, at each threshold: that of every withheld group together. */
function restOf(whole: CutPopulation, groups: readonly CutPopulation[]): readonly CutPopulation[] {
  if (groups.length === 0) return [];
  const at = new Map<number, Cut>();
  for (const [threshold, cut] of whole.at)
    at.set(
      threshold,
      groups.reduce((left, group) => less(left, group.at.get(threshold) ?? { events: 0, nonEvents: 0 }), cut),
    );
  return [{ all: groups.reduce((left, group) => less(left, group.all), whole.all), at }];
}

function grouped(
  rows: readonly EvidenceRow[],
  keyOf: (row: EvidenceRow) => string | null,
): ReadonlyMap<string, readonly EvidenceRow[]> {
  const groups = new Map<string, EvidenceRow[]>();
  for (const row of rows) {
    const name = keyOf(row);
    if (name === null) continue;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
}

export interface ThresholdChoice {
  readonly isKept: (row: EvidenceRow) => boolean;
  /** Cuts of the whole cohort that are shown, by place and model. */
  readonly shown: (row: EvidenceRow) => readonly Cut[];
}

const about = (row: EvidenceRow) => JSON.stringify([placeOf(row), row.model]);

/**
 * Thresholds that can be shown of the rows left, in the same choice for the whole cohort, its groups, and what is left
 * when the groups shown are taken from the whole.
 *
 * @param rows of groups that are shown at all
 */
export function chooseThresholds(rows: readonly EvidenceRow[]): ThresholdChoice {
  const cuts = rows.filter(({ metric }) => metric === 'sensitivity' || metric === 'specificity');
  const kept = new Map<string, ReadonlySet<number>>();
  const shown = new Map<string, readonly Cut[]>();
  for (const [name, all] of grouped(cuts, about)) {
    const whole = all.filter((row) => row.site === null && row.attribute === null);
    if (whole.length === 0) continue;
    const wholePopulation = population(whole);
    const dimensions = [
      grouped(all, (row) => (row.site !== null && row.attribute === null ? row.site : null)),
      ...[...new Set(all.map((row) => row.attribute))]
        .filter((attribute) => attribute !== null)
        .map((attribute) => grouped(all, (row) => (row.attribute === attribute ? row.level : null))),
    ].map((groups) => [...groups.values()].map(population));
    const populations = [
      wholePopulation,
      ...dimensions.flatMap((groups) => [...groups, ...restOf(wholePopulation, groups)]),
    ];
    const thresholds = [...wholePopulation.at.keys()].sort((a, b) => a - b);
    const safe = safeThresholds(thresholds, populations);
    kept.set(name, new Set(safe));
    shown.set(
      name,
      safe.map((threshold) => wholePopulation.at.get(threshold)!),
    );
  }
  const known = new Set(cuts.filter((row) => row.metric === 'sensitivity').map(exactly));
  return {
    isKept: (row) =>
      row.threshold !== null &&
      known.has(exactly(row)) &&
      (kept.get(about(row))?.has(key(row.threshold)) ?? false),
    shown: (row) => shown.get(about(row)) ?? [],
  };
}

const exactly = (row: EvidenceRow) =>
  JSON.stringify([about(row), row.site, row.attribute, row.level, row.threshold && key(row.threshold)]);
