import { describe, expect, it } from 'vitest';
import { smallCohort } from '../tests/small-cohort.ts';
import { tableOne } from './index.ts';

describe('tableOne', () => {
  it('prints counts, quartiles and missing values by site', async () => {
    const cohort = await smallCohort();
    const table = tableOne(cohort, {
      bySite: true,
      variables: ['stage', 'marker', 'relapse'],
      outcome: 'relapse',
    });
    expect(table.sites).toEqual([
      { site: 'Ayr', patients: 3, events: 1 },
      { site: 'Bonn', patients: 3, events: 1 },
    ]);
    const lines = table.rows.map(({ variable, level, kind, cells, smd }) => [
      variable,
      level ?? kind,
      ...cells.map((cell) => cell.text),
      smd === null ? null : Number(smd.toFixed(3)),
    ]);
    expect(lines).toEqual([
      ['patients', 'count', '3', '3', null],
      ['relapse', 'yes', '1 (33.3 %)', '1 (33.3 %)', 0],
      ['stage', 'I', '1 (50.0 %)', '1 (33.3 %)', expect.any(Number)],
      ['stage', 'II', '1 (50.0 %)', '1 (33.3 %)', null],
      ['stage', 'III', '0 (0.0 %)', '1 (33.3 %)', null],
      ['stage', 'missing', '1 (33.3 %)', '0 (0.0 %)', null],
      ['marker', 'continuous', '−0.25 [−1.13, 0.625]', '500.1 [250.2, 750.1]', expect.any(Number)],
      ['marker', 'missing', '1 (33.3 %)', '1 (33.3 %)', null],
    ]);
  });

  it('has one column for all patients where asked so, without differences', async () => {
    const cohort = await smallCohort();
    const table = tableOne(cohort, { bySite: false, variables: ['age_years'], outcome: 'relapse' });
    expect(table.sites).toEqual([{ site: 'all', patients: 6, events: 2 }]);
    expect(table.rows.every((row) => row.smd === null)).toBe(true);
    expect(table.rows.at(-1)).toMatchObject({ unit: 'years', kind: 'continuous' });
  });

  it('refuses text and outcomes that are not boolean', async () => {
    const cohort = await smallCohort();
    expect(() => tableOne(cohort, { bySite: true, variables: ['id'], outcome: 'relapse' })).toThrow(
      'table 1: id is text',
    );
    expect(() => tableOne(cohort, { bySite: true, variables: [], outcome: 'stage' })).toThrow(
      'stage is not a boolean column',
    );
  });
});
