import { expect, test } from 'vitest';
import { visitsPack } from '../../tests/visits-of-chance.ts';
import type { PackInput } from '../pack-input.ts';
import { shareable } from './shareable.ts';
import { isSmall } from './small-cell.ts';

type Counts = Readonly<Record<'patients' | 'events' | 'samples', number>>;
const numbersOf = ({ patients, events, samples }: Counts) => [patients, events, patients - events, samples];
const minus = (a: Counts, b: Counts): Counts => ({
  patients: a.patients - b.patients,
  events: a.events - b.events,
  samples: a.samples - b.samples,
});

/** Counts of a few that a reader has from a copy by one subtraction, or a run of them, of what stands beside one another. */
function fewIn({ evidence, tableOne }: PackInput, overlapping: boolean): readonly string[] {
  const found: string[] = [];
  const see = (name: string, numbers: readonly number[]) => {
    if (numbers.some(isSmall)) found.push(`${name}: ${numbers}`);
  };
  for (const row of evidence.rows) see(row.id, numbersOf(row));
  for (const { site, patients, events } of tableOne!.sites) see(site, [patients, events, patients - events]);
  for (const { level, cells } of tableOne!.rows)
    for (const { site, count } of cells) see(`${level} at ${site}`, [count!]);
  for (const partition of ['internal', 'external']) {
    const rows = evidence.rows.filter((row) => row.partition === partition);
    const total = rows.find(({ site, attribute }) => site === null && attribute === null);
    if (!total) continue;
    const sites = rows.filter(({ site }) => site !== null);
    see(`other sites of ${partition}`, numbersOf(sites.reduce(minus, total as Counts)));
    const groups = rows.filter(({ attribute }) => attribute !== null);
    if (!overlapping) see(`other levels of ${partition}`, numbersOf(groups.reduce(minus, total as Counts)));
    for (const level of groups)
      see(`outside ${level.level} of ${partition}`, [total.patients - level.patients]);
    for (const { level, patients } of groups) {
      const line = tableOne!.rows.find((row) => row.level === level);
      const shown = line?.cells.filter(({ site }) => sites.some((one) => one.site === site)) ?? [];
      if (line)
        see(`${level} elsewhere in ${partition}`, [
          patients - shown.reduce((sum, { count }) => sum + count!, 0),
        ]);
    }
  }
  return found;
}

test.each([
  ['one sample', 1],
  ['up to four samples', 4],
])('200 cohorts of chance, %s a patient: no subtraction gives a count of a few', (_, most) => {
  let shown = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const pack = visitsPack(seed, most);
    expect(fewIn(pack, most > 1).length, `seed ${seed}`).toBeGreaterThan(0);
    const safe = shareable(pack);
    expect(fewIn(safe, most > 1), `seed ${seed}`).toEqual([]);
    shown += safe.evidence.rows.length;
  }
  expect(shown / 200).toBeGreaterThan(2);
});
