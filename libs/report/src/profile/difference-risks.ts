import type { EvidenceRow } from '@raredx/tables';
import type { PackInput } from '../pack-input.ts';
import { countsOf, placeOf } from './populations.ts';
import { type Cut, cutsAreSafe } from './safe-cuts.ts';
import { type GroupCounts, isSmall, numbersOf } from './small-cell.ts';
import { levelOf, siteCountsOf } from './table-one-counts.ts';
import { cutsOf } from './threshold-choice.ts';

/** Counts by group of one breakdown: sites, or the levels of an attribute, of one place. */
type Groups = ReadonlyMap<string, GroupCounts>;

interface Breakdown {
  readonly total: GroupCounts | null;
  readonly groups: Groups;
}

const whole = (row: EvidenceRow) => row.site === null && row.attribute === null;
const counted = (row: EvidenceRow) => !row.metric.includes(':') && row.attribute !== 'model';

/** All breakdowns that a copy prints, by name; the whole of a place is a breakdown without groups. */
function breakdownsOf({ evidence, tableOne }: PackInput): ReadonlyMap<string, Breakdown> {
  const found = new Map<string, { total: GroupCounts | null; groups: Map<string, GroupCounts> }>();
  const at = (name: string) => {
    const known = found.get(name) ?? { total: null, groups: new Map() };
    found.set(name, known);
    return known;
  };
  const rows = evidence.rows.filter(counted);
  const totals = new Map<string, GroupCounts>();
  for (const row of rows) if (whole(row)) totals.set(placeOf(row), countsOf(row));
  for (const [place, total] of totals) at(`${place} whole`).total = total;
  for (const row of rows) {
    if (whole(row)) continue;
    const name = `${placeOf(row)} ${row.site === null ? row.attribute : 'site'}`;
    const breakdown = at(name);
    breakdown.total = totals.get(placeOf(row)) ?? null;
    breakdown.groups.set(row.site ?? row.level ?? '', countsOf(row));
  }
  const sites = tableOne?.sites ?? [];
  for (const one of sites) at('Table 1 site').groups.set(one.site, siteCountsOf(one));
  for (const row of tableOne?.rows ?? []) {
    if (row.kind === 'continuous') continue;
    for (const { site, count } of row.cells) {
      const breakdown = at(`Table 1 ${row.variable} at ${site}`);
      const size = sites.find((one) => one.site === site)?.patients;
      breakdown.total = size === undefined ? null : { patients: size, events: null, nonEvents: null };
      if (count !== null)
        breakdown.groups.set(levelOf(row), { patients: count, events: null, nonEvents: null });
    }
  }
  return found;
}

const minus = (a: GroupCounts, b: GroupCounts): GroupCounts => ({
  patients: a.patients - b.patients,
  events: a.events === null || b.events === null ? null : a.events - b.events,
  nonEvents: a.nonEvents === null || b.nonEvents === null ? null : a.nonEvents - b.nonEvents,
  otherSamples: a.otherSamples == null || b.otherSamples == null ? null : a.otherSamples - b.otherSamples,
});

const tells = (counts: GroupCounts) => numbersOf(counts).some((count) => isSmall(Math.abs(count)));
const isSame = (counts: GroupCounts) => numbersOf(counts).every((count) => Math.abs(count) < 1e-6);

/** What is left of a total when the groups known of it are taken away. */
const rest = (total: GroupCounts, groups: Iterable<GroupCounts>) => [...groups].reduce(minus, total);

/** A name in both copies need not be one site: sites are compared with every site of the other copy but their equal. */
function changedGroups(before: Groups, after: Groups, isSites: boolean): readonly GroupCounts[] {
  if (!isSites)
    return [...after].flatMap(([name, counts]) => {
      const earlier = before.get(name);
      return earlier ? [minus(counts, earlier)] : [];
    });
  const left = [...before.values()];
  const moved = [...after.values()].filter((counts) => {
    const equal = left.findIndex((one) => isSame(minus(counts, one)));
    if (equal >= 0) left.splice(equal, 1);
    return equal < 0;
  });
  return moved.flatMap((counts) => left.map((one) => minus(counts, one)));
}

function breakdownTells(before: Breakdown, after: Breakdown, isSites: boolean): boolean {
  if (changedGroups(before.groups, after.groups, isSites).some(tells)) return true;
  if (!before.total || !after.total) return false;
  const change = minus(after.total, before.total);
  if (tells(change)) return true;
  const shared = [...after.groups.keys()].filter((name) => before.groups.has(name));
  const elsewhere = rest(
    change,
    shared.map((name) => minus(after.groups.get(name)!, before.groups.get(name)!)),
  );
  if (tells(elsewhere)) return true;
  // A group withheld in one copy and shown in the other leaves less behind in both.
  const together = new Map([...before.groups, ...after.groups]);
  const earlierFirst = new Map([...after.groups, ...before.groups]);
  return tells(rest(after.total, together.values())) || tells(rest(before.total, earlierFirst.values()));
}

/** Cuts of the risk, by population and model, with the AUROC by which the same risks are known again. */
function cutsByPopulation({ evidence }: PackInput) {
  const rows = new Map<string, EvidenceRow[]>();
  for (const row of evidence.rows.filter(counted)) {
    const name = [placeOf(row), row.model, row.site, row.attribute, row.level].join(' ');
    rows.set(name, [...(rows.get(name) ?? []), row]);
  }
  return new Map(
    [...rows].map(([name, group]) => {
      const { events, nonEvents } = countsOf(group[0]!);
      return [
        name,
        {
          all: { events: events ?? 0, nonEvents: nonEvents ?? 0 },
          at: cutsOf(group),
          auroc: group.find(({ metric }) => metric === 'auroc')?.estimate ?? null,
        },
      ];
    }),
  );
}

const less = (a: Cut, b: Cut): Cut => ({ events: a.events - b.events, nonEvents: a.nonEvents - b.nonEvents });
const nobody = ({ events, nonEvents }: Cut) => Math.abs(events) + Math.abs(nonEvents) < 1e-6;

/** Rates are printed with four digits: a count within half a patient of a whole one is that one. */
const inPatients = ({ events, nonEvents }: Cut): Cut => ({
  events: Math.round(events),
  nonEvents: Math.round(nonEvents),
});

function cutsTell(earlier: PackInput, later: PackInput): readonly string[] {
  const before = cutsByPopulation(earlier);
  return [...cutsByPopulation(later)].flatMap(([name, after]) => {
    const was = before.get(name);
    if (!was) return [];
    const change = less(after.all, was.all);
    const cutsIn = (at: ReadonlyMap<number, Cut>) => new Map([...at].map(([t, cut]) => [t, inPatients(cut)]));
    const [a, b] = [cutsIn(after.at), cutsIn(was.at)];
    if (nobody(change)) {
      // The same patients by another fit: that a risk crossed a threshold tells no cell of either copy.
      if (after.auroc !== was.auroc) return [];
      return cutsAreSafe([...new Map([...a, ...b]).values()], after.all) ? [] : [name];
    }
    const added = [...a].flatMap(([threshold, cut]) => {
      const earlierCut = b.get(threshold);
      return earlierCut ? [less(cut, earlierCut)] : [];
    });
    return cutsAreSafe(added, change) ? [] : [name];
  });
}

function flowTells(earlier: PackInput, later: PackInput): readonly string[] {
  const steps = new Map<string, number>(
    (earlier.flow?.cohorts ?? []).flatMap(({ cohort, steps: all }) =>
      all.map(({ step, patients }) => [`${cohort}: ${step}`, patients] as const),
    ),
  );
  return (later.flow?.cohorts ?? []).flatMap(({ cohort, steps: all }) =>
    all.flatMap(({ step, patients }) => {
      const name = `${cohort}: ${step}`;
      const before = steps.get(name);
      return before !== undefined && isSmall(Math.abs(patients - before)) ? [`flow, ${name}`] : [];
    }),
  );
}

/**
 * Where two copies for sharing, each safe by itself, give a count of 1 to 10 by their difference: patients who came or
 * left, a group that only one of them withholds, a threshold that only one of them shows. Names places, not counts.
 * Errs on the side of refusing.
 */
export function differenceRisks(earlier: PackInput, later: PackInput): readonly string[] {
  const before = breakdownsOf(earlier);
  const groups = [...breakdownsOf(later)].flatMap(([name, after]) => {
    const was = before.get(name);
    return was && breakdownTells(was, after, name.endsWith(' site')) ? [name] : [];
  });
  return [...new Set([...groups, ...cutsTell(earlier, later), ...flowTells(earlier, later)])];
}
