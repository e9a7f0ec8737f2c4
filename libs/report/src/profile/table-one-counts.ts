import type { TableOne, TableOneRow } from '@raredx/tables';
import type { GroupCounts } from './small-cell.ts';
import type { Breakdown } from './withheld-groups.ts';

/** A line of Table 1 as a level of its variable: missing values are the level that evidence calls `unknown`. */
export const levelOf = ({ kind, level }: TableOneRow) => (kind === 'missing' ? 'unknown' : (level ?? ''));

const onlyPatients = (patients: number): GroupCounts => ({ patients, events: null, nonEvents: null });

export function siteCounts(tableOne: TableOne | null): Breakdown {
  return new Map(
    (tableOne?.sites ?? []).map(({ site, patients, events }) => [
      site,
      { patients, events, nonEvents: patients - events },
    ]),
  );
}

/** What no line of a variable counts: the other answer of a line that stands alone. */
const uncounted = '(uncounted)';

/**
 * Levels of each variable by site, and in all withheld sites together, as a reader gets them by taking the sites shown
 * from a total.
 */
export function levelCounts(
  tableOne: TableOne | null,
  withheldSites: ReadonlySet<string>,
): ReadonlyMap<string, readonly Breakdown[]> {
  const found = new Map<string, Breakdown[]>();
  if (!tableOne) return found;
  const { sites, rows } = tableOne;
  for (const variable of new Set(rows.map((row) => row.variable))) {
    const counted = rows.filter((row) => row.variable === variable && row.kind !== 'continuous');
    const rest = new Map<string, GroupCounts>();
    const shown: Breakdown[] = [];
    for (const { site, patients } of sites) {
      const levels = new Map<string, GroupCounts>();
      let left = patients;
      for (const row of counted) {
        const count = row.cells.find((cell) => cell.site === site)?.count ?? 0;
        left -= count;
        levels.set(levelOf(row), onlyPatients(count));
      }
      levels.set(uncounted, onlyPatients(Math.max(0, left)));
      if (!withheldSites.has(site)) shown.push(levels);
      else
        for (const [level, counts] of levels)
          rest.set(level, onlyPatients((rest.get(level)?.patients ?? 0) + counts.patients));
    }
    found.set(variable, rest.size > 0 ? [...shown, rest] : shown);
  }
  return found;
}
