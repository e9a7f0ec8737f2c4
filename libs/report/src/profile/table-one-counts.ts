import type { EvidenceRow, TableOne, TableOneRow } from '@raredx/tables';
import { countsOf, withOutside } from './populations.ts';
import type { GroupCounts } from './small-cell.ts';
import type { Breakdown } from './withheld-groups.ts';

/** A line of Table 1 as a level of its variable: missing values are the level that evidence calls `unknown`. */
export const levelOf = ({ kind, level }: TableOneRow) => (kind === 'missing' ? 'unknown' : (level ?? ''));

const onlyPatients = (patients: number): GroupCounts => ({ patients, events: null, nonEvents: null });

/** Events that outnumber the patients were counted otherwise: what they leave is not known. */
export const siteCountsOf = ({ patients, events, samples }: TableOne['sites'][number]): GroupCounts =>
  countsOf({ patients, events: Math.min(events, patients), samples: samples ?? Math.max(events, patients) });

/**
 * The sites of Table 1 that evidence adds up: all of them, and those of each partition. Sites of which evidence has no
 * row of their own are those of the partitions that are not broken down.
 */
export function siteSets(
  tableOne: TableOne | null,
  rows: readonly EvidenceRow[],
): readonly ReadonlySet<string>[] {
  if (!tableOne) return [];
  const all = tableOne.sites.map(({ site }) => site);
  const byPartition = new Map<string, Set<string>>();
  for (const { site, partition } of rows)
    if (site !== null) byPartition.set(partition, (byPartition.get(partition) ?? new Set()).add(site));
  const named = new Set([...byPartition.values()].flatMap((sites) => [...sites]));
  const parts = [...byPartition.values(), new Set(all.filter((site) => !named.has(site)))];
  const real = parts.filter(
    (part) => all.some((site) => part.has(site)) && !all.every((site) => part.has(site)),
  );
  return [new Set(all), ...real];
}

/** Sites of Table 1 with their counts, in each set of sites that has a total. */
export function siteCounts(
  tableOne: TableOne | null,
  sets: readonly ReadonlySet<string>[],
): readonly Breakdown[] {
  return sets.map(
    (set) =>
      new Map(
        (tableOne?.sites ?? [])
          .filter(({ site }) => set.has(site))
          .map((one) => [one.site, siteCountsOf(one)] as const),
      ),
  );
}

/** What no line of a variable counts: the other answer of a line that stands alone. */
const uncounted = '(uncounted)';

function levelsAt(counted: readonly TableOneRow[], site: string, patients: number): Breakdown {
  const levels = new Map<string, GroupCounts>();
  let left = patients;
  for (const row of counted) {
    const count = row.cells.find((cell) => cell.site === site)?.count ?? 0;
    left -= count;
    levels.set(levelOf(row), onlyPatients(count));
  }
  levels.set(uncounted, onlyPatients(Math.max(0, left)));
  return withOutside(levels, patients);
}

function together(parts: readonly Breakdown[]): Breakdown {
  const sum = new Map<string, GroupCounts>();
  for (const part of parts)
    for (const [level, { patients }] of part)
      sum.set(level, onlyPatients((sum.get(level)?.patients ?? 0) + patients));
  return sum;
}

/**
 * Levels of each variable by site, and in the withheld sites together of each set of sites that has a total, as a
 * reader gets them by taking the sites shown from it.
 */
export function levelCounts(
  tableOne: TableOne | null,
  withheldSites: ReadonlySet<string>,
  sets: readonly ReadonlySet<string>[],
): ReadonlyMap<string, readonly Breakdown[]> {
  const found = new Map<string, readonly Breakdown[]>();
  if (!tableOne) return found;
  const { sites, rows } = tableOne;
  for (const variable of new Set(rows.map((row) => row.variable))) {
    const counted = rows.filter((row) => row.variable === variable && row.kind !== 'continuous');
    const at = sites.map(({ site, patients }) => ({ site, levels: levelsAt(counted, site, patients) }));
    const shown = at.filter(({ site }) => !withheldSites.has(site)).map(({ levels }) => levels);
    const rests = sets.flatMap((set) => {
      const hidden = at.filter(({ site }) => set.has(site) && withheldSites.has(site));
      return hidden.length > 0 ? [together(hidden.map(({ levels }) => levels))] : [];
    });
    found.set(variable, [...shown, ...rests]);
  }
  return found;
}
