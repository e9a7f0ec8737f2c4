import { describe, expect, it } from 'vitest';
import { smallCohort, smallDeclaration } from '../tests/small-cohort.ts';
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

  it('counts a patient with several rows once', async () => {
    // Ayr: 1 with the event at one visit of three, 2 without; Bonn: 3 with the event at both, 4 at its only one.
    const file = `visit,id,site,stage,age,marker,rel
1,1,A,1,24,1,0
2,1,A,2,30,2,1
3,1,A,2,36,9,0
4,2,A,9,12,NA,0
5,2,A,1,18,,0
6,3,B,3,110,5,1
7,3,B,3,111,6,1
8,4,B,1,23,,1
`;
    const declaration = smallDeclaration
      .replace('patient: id', 'patient: id\nsample: visit')
      .replace('columns:', 'columns:\n  - { name: visit, type: text, title: Visit, role: identifier }');
    const cohort = await smallCohort(declaration, file);
    const table = tableOne(cohort, {
      bySite: true,
      variables: ['stage', 'marker'],
      outcome: 'relapse',
    });
    expect(table.sites).toEqual([
      { site: 'Ayr', patients: 2, events: 1, samples: 5 },
      { site: 'Bonn', patients: 2, events: 2, samples: 3 },
    ]);
    const lines = table.rows.map(({ variable, level, kind, cells }) => [
      variable,
      level ?? kind,
      ...cells.map((cell) => cell.text),
    ]);
    expect(lines).toEqual([
      ['patients', 'count', '2', '2'],
      ['samples', 'count', '5', '3'],
      ['relapse', 'yes', '1 (50.0 %)', '2 (100.0 %)'],
      ['stage', 'I', '2 (100.0 %)', '1 (50.0 %)'],
      ['stage', 'II', '1 (50.0 %)', '0 (0.0 %)'],
      ['stage', 'III', '0 (0.0 %)', '1 (50.0 %)'],
      ['marker', 'continuous', '2 [2, 2]', '5.5 [5.5, 5.5]'],
      ['marker', 'missing', '1 (50.0 %)', '1 (50.0 %)'],
    ]);
    // One vote a patient: Ayr has 1/3 event of 2 patients, Bonn 2 of 2.
    const [p, q] = [1 / 6, 1];
    const pooled = (p * (1 - p) + q * (1 - q)) / 2;
    expect(table.rows[2]?.smd).toBeCloseTo((q - p) / Math.sqrt(pooled), 12);
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
