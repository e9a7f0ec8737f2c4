import type { EvidenceRow } from '@raredx/tables';
import type { PackInput } from '../pack-input.ts';
import { countsOf, placeOf } from './populations.ts';
import { type Cut, cutsAreSafe } from './safe-cuts.ts';
import { type Groups, minus, sameSites, tells } from './same-sites.ts';
import { sitesTell } from './site-changes.ts';
import { type GroupCounts, isSmall } from './small-cell.ts';
import { levelOf, siteCountsOf } from './table-one-counts.ts';
import { cutsOf } from './threshold-choice.ts';

/** Counts by group: sites, or the levels of an attribute, of one place. */
interface Breakdown {
  readonly total: GroupCounts | null;
  readonly groups: Groups;
  /** A variable of Table 1 at one site. */
  readonly at?: { readonly variable: string; readonly site: string };
}

/** Names that are not the same in another copy: those of sites, and of levels that are called as sites are. */
const isPseudonym = (name: string) => /^site \d+$/.test(name);
const isOfSites = ({ groups }: Pick<Breakdown, 'groups'>) => [...groups.keys()].some(isPseudonym);

const whole = (row: EvidenceRow) => row.site === null && row.attribute === null;
const counted = (row: EvidenceRow) => !row.metric.includes(':') && row.attribute !== 'model';

const tableSites = 'Table 1 site';
const atSite = (variable: string, site: string) => `Table 1 ${variable} at ${site}`;

interface Growing {
  total: GroupCounts | null;
  groups: Map<string, GroupCounts>;
  at?: { readonly variable: string; readonly site: string };
}

/** All breakdowns that a copy prints, by name; the whole of a place is a breakdown without groups. */
function breakdownsOf({ evidence, tableOne }: PackInput): ReadonlyMap<string, Breakdown> {
  const found = new Map<string, Growing>();
  const at = (name: string) => {
    const known: Growing = found.get(name) ?? { total: null, groups: new Map() };
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
  for (const one of sites) at(tableSites).groups.set(one.site, siteCountsOf(one));
  for (const row of tableOne?.rows ?? []) {
    if (row.kind === 'continuous') continue;
    for (const { site, count } of row.cells) {
      const breakdown = at(atSite(row.variable, site));
      breakdown.at = { variable: row.variable, site };
      const size = sites.find((one) => one.site === site)?.patients;
      breakdown.total = size === undefined ? null : { patients: size, events: null, nonEvents: null };
      if (count !== null)
        breakdown.groups.set(levelOf(row), { patients: count, events: null, nonEvents: null });
    }
  }
  return found;
}

/** What is left of a total when the groups known of it are taken away. */
const rest = (total: GroupCounts, groups: Iterable<GroupCounts>) => [...groups].reduce(minus, total);

/** Levels have one name in both copies. */
function levelsTell(before: Breakdown, after: Breakdown): boolean {
  const shared = [...after.groups.keys()].filter((name) => before.groups.has(name));
  const changes = shared.map((name) => minus(after.groups.get(name)!, before.groups.get(name)!));
  if (changes.some(tells)) return true;
  if (!before.total || !after.total) return false;
  const change = minus(after.total, before.total);
  if (tells(change) || tells(rest(change, changes))) return true;
  // A group withheld in one copy and shown in the other leaves less behind in both.
  const together = new Map([...before.groups, ...after.groups]);
  const earlierFirst = new Map([...after.groups, ...before.groups]);
  return tells(rest(after.total, together.values())) || tells(rest(before.total, earlierFirst.values()));
}

function sitesDiffer(before: Breakdown, after: Breakdown): boolean {
  const same = sameSites(before.groups, after.groups);
  const pairs = [...after.groups].flatMap(([name, counts]) =>
    same.before(name).map((other) => minus(counts, before.groups.get(other)!)),
  );
  if (pairs.some(tells)) return true;
  const [earlier, later] = [before.total, after.total];
  if (!earlier || !later) return false;
  return sitesTell({ total: earlier, groups: before.groups }, { total: later, groups: after.groups });
}

/** Who a row is about but for the place: a site, a level, or everybody. */
const groupOf = ({ site, level }: EvidenceRow) => site ?? level ?? '';
const aboutOf = (row: EvidenceRow) =>
  JSON.stringify([placeOf(row), row.site === null ? row.attribute : 'site']);

interface CutGroup {
  readonly about: string;
  readonly model: string;
  readonly group: string;
  readonly all: Cut;
  readonly at: ReadonlyMap<number, Cut>;
  /** By which the same risks are known again. */
  readonly auroc: number | null;
}

/** Cuts of the risk, by population and model. */
function cutGroups({ evidence }: PackInput): readonly CutGroup[] {
  const rows = new Map<string, EvidenceRow[]>();
  for (const row of evidence.rows.filter(counted)) {
    const name = JSON.stringify([aboutOf(row), row.model, groupOf(row)]);
    rows.set(name, [...(rows.get(name) ?? []), row]);
  }
  return [...rows.values()].map((group) => {
    const { events, nonEvents } = countsOf(group[0]!);
    return {
      ...{ about: aboutOf(group[0]!), model: group[0]!.model, group: groupOf(group[0]!) },
      all: { events: events ?? 0, nonEvents: nonEvents ?? 0 },
      at: cutsOf(group),
      auroc: group.find(({ metric }) => metric === 'auroc')?.estimate ?? null,
    };
  });
}

/** Pairs of the same population in two copies, or of sites that may be the same. */
function cutPairs(earlier: PackInput, later: PackInput): readonly (readonly [CutGroup, CutGroup])[] {
  const [before, after] = [cutGroups(earlier), cutGroups(later)];
  const groupsOf = (all: readonly CutGroup[], { about, model }: CutGroup): Groups =>
    new Map(
      all
        .filter((one) => one.about === about && one.model === model)
        .map(({ group, all: { events, nonEvents } }) => [
          group,
          { patients: events + nonEvents, events, nonEvents },
        ]),
    );
  return after.flatMap((one) => {
    const names = isPseudonym(one.group)
      ? sameSites(groupsOf(before, one), groupsOf(after, one)).before(one.group)
      : [one.group];
    return before
      .filter(
        ({ about, model, group }) => about === one.about && model === one.model && names.includes(group),
      )
      .map((was) => [was, one] as const);
  });
}

const less = (a: Cut, b: Cut): Cut => ({ events: a.events - b.events, nonEvents: a.nonEvents - b.nonEvents });
const nobody = ({ events, nonEvents }: Cut) => Math.abs(events) + Math.abs(nonEvents) < 1e-6;

/** Rates are printed with four digits: a count within half a patient of a whole one is that one. */
const inPatients = ({ events, nonEvents }: Cut): Cut => ({
  events: Math.round(events),
  nonEvents: Math.round(nonEvents),
});

function cutsTell(earlier: PackInput, later: PackInput): readonly string[] {
  return cutPairs(earlier, later).flatMap(([was, after]) => {
    const name = `${after.about} ${after.model} ${after.group}`;
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
  const [before, after] = [breakdownsOf(earlier), breakdownsOf(later)];
  const same = sameSites(
    before.get(tableSites)?.groups ?? new Map(),
    after.get(tableSites)?.groups ?? new Map(),
  );
  const groups = [...after].flatMap(([name, one]) => {
    const names =
      one.at === undefined ? [name] : same.before(one.at.site).map((site) => atSite(one.at!.variable, site));
    return names.some((other) => {
      const was = before.get(other);
      if (!was) return false;
      return isOfSites(one) || isOfSites(was) ? sitesDiffer(was, one) : levelsTell(was, one);
    })
      ? [name]
      : [];
  });
  return [...new Set([...groups, ...cutsTell(earlier, later), ...flowTells(earlier, later)])];
}
