import type { EvidenceRow } from '@raredx/tables';
import {
  atThreshold,
  attributesOf,
  breakdownsOf,
  countsOf,
  isClustered,
  isPlain,
  placeOf,
} from './populations.ts';
import { type Cut, safePoints } from './safe-cuts.ts';
import { isSmall, numbersOf } from './small-cell.ts';
import { chooseThresholds, type ThresholdChoice } from './threshold-choice.ts';
import { type Breakdown, withheldGroups } from './withheld-groups.ts';

export interface Withheld {
  readonly sites: ReadonlySet<string>;
  /** Levels by attribute. */
  readonly levels: ReadonlyMap<string, ReadonlySet<string>>;
}

const none: ReadonlySet<string> = new Set();
const isWhole = (row: EvidenceRow) => row.site === null && row.attribute === null;

/** Outcomes of one cohort divide its samples as groups do; an outcome of its own is withheld where it is small. */
function withheldPlaces(rows: readonly EvidenceRow[]): ReadonlySet<string> {
  const partitions = new Map<string, Map<string, EvidenceRow>>();
  for (const row of rows) {
    if (!isWhole(row) || !isPlain(row) || row.metric.includes(':')) continue;
    const labels = partitions.get(row.partition) ?? new Map<string, EvidenceRow>();
    if (!labels.has(row.label)) labels.set(row.label, row);
    partitions.set(row.partition, labels);
  }
  const places = new Set<string>();
  for (const labels of partitions.values()) {
    const breakdown: Breakdown = new Map(
      [...labels].map(([label, row]) => [label, { patients: row.events, events: null, nonEvents: null }]),
    );
    const withheld = labels.size > 1 ? withheldGroups([breakdown]) : none;
    for (const [label, row] of labels)
      if (withheld.has(label) || numbersOf(countsOf(row)).some(isSmall)) places.add(placeOf(row));
  }
  return places;
}

export function withheldLevels(
  rows: readonly EvidenceRow[],
  tableOne: ReadonlyMap<string, readonly Breakdown[]>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Set([...attributesOf(rows), ...tableOne.keys()]);
  return new Map(
    [...names].map((name) => {
      const inRows = breakdownsOf(rows, (row) =>
        row.site === null && row.attribute === name ? row.level : null,
      );
      return [name, withheldGroups([...inRows, ...(tableOne.get(name) ?? [])])];
    }),
  );
}

export function withheldSites(
  rows: readonly EvidenceRow[],
  tableOne: readonly Breakdown[],
): ReadonlySet<string> {
  const inRows = breakdownsOf(rows, (row) => (row.attribute === null ? row.site : null));
  return withheldGroups([...inRows, ...tableOne]);
}

/** Both sides of a difference between levels must be shown. */
function levelShown({ attribute, level }: EvidenceRow, levels: Withheld['levels']): boolean {
  if (attribute === null || attribute === 'model' || level === null) return true;
  const hidden = levels.get(attribute) ?? none;
  return !hidden.has(level) && level.split(' vs ').every((side) => !hidden.has(side));
}

const rounded = (value: number | null, decimals: number) =>
  value === null ? null : Number(value.toFixed(decimals));

/** How many candidates were ranked, and which model is compared: no patient is in it, and no figure is read without it. */
const candidatesNote =
  /^(?:[^;]+ minus [^;]+, on the same cases; )?[\d,]+ candidates(?:; mean of \d+ draws)?$/;

/** Fewer digits, and no remark that could hold a count. */
function coarsened(row: EvidenceRow, decimals = 4): EvidenceRow {
  return {
    ...row,
    estimate: rounded(row.estimate, decimals),
    lower: rounded(row.lower, decimals),
    upper: rounded(row.upper, decimals),
    undefinedBecause:
      row.undefinedBecause !== null && /\d/.test(row.undefinedBecause)
        ? 'the reason is withheld'
        : row.undefinedBecause,
    note: row.note !== null && candidatesNote.test(row.note) ? row.note : null,
  };
}

const curvePoints = 11;

function curveRows(rows: readonly EvidenceRow[], choice: ThresholdChoice): readonly EvidenceRow[] {
  const curves = new Map<string, EvidenceRow[]>();
  for (const row of rows) {
    if (!isWhole(row) || !['roc_curve', 'calibration_curve'].includes(row.metric)) continue;
    const name = JSON.stringify([row.metric, placeOf(row), row.model]);
    curves.set(name, [...(curves.get(name) ?? []), row]);
  }
  return [...curves.values()].flatMap((points) => {
    const { events, nonEvents } = countsOf(points[0]!);
    if (points[0]!.metric === 'calibration_curve') {
      const stride = Math.max(1, Math.ceil(points.length / curvePoints));
      return points.filter((_, i) => i % stride === 0).map((point) => coarsened(point, 2));
    }
    if (isClustered(points[0]!)) return [];
    const all: Cut = { events: events ?? 0, nonEvents: nonEvents ?? 0 };
    const cuts = points
      .filter(({ estimate, threshold }) => estimate !== null && threshold !== null)
      .map((row) => ({
        row,
        events: row.estimate! * all.events,
        nonEvents: row.threshold! * all.nonEvents,
      }));
    const most = 2 * curvePoints;
    return safePoints(cuts, choice.shown(points[0]!), { all, most }).map(({ row }) => coarsened(row));
  });
}

/** The rows that may leave the house; what they leave out cannot be had from them by adding or taking away. */
export function shareableRows(
  rows: readonly EvidenceRow[],
  { sites, levels }: Withheld,
): readonly EvidenceRow[] {
  const places = withheldPlaces(rows);
  const shown = rows.filter(
    (row) =>
      !places.has(placeOf(row)) &&
      (row.site === null || (row.attribute === null && !sites.has(row.site))) &&
      levelShown(row, levels),
  );
  const choice = chooseThresholds(shown);
  const kept = shown.filter(
    (row) =>
      isPlain(row) ||
      (row.metric === 'net_benefit_treat_all' && !isClustered(row)) ||
      (atThreshold.has(row.metric) && choice.isKept(row)),
  );
  return [...kept.map((row) => coarsened(row)), ...curveRows(shown, choice)];
}
