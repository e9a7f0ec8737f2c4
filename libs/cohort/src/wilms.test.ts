import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@raredx/stats';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  agreement,
  attributeValues,
  attrition,
  binaryOutcome,
  type CategoryColumn,
  type Cohort,
  dataQuality,
  eligibleCohort,
  fitEncoder,
  foldRows,
  leakCertificate,
  loadCohort,
  loadDataset,
  type NumberColumn,
  partitionBySite,
  splitByPatient,
  tableOne,
} from './index.ts';

const folder = fileURLToPath(new URL('../../../datasets/wilms', import.meta.url));
type Study = '3' | '4';
const fixture = JSON.parse(readFileSync(new URL('../fixtures/nwtco.json', import.meta.url), 'utf8')) as {
  readonly [counted in 'patients' | 'events']: Record<Study, number>;
} & { readonly [listed in 'stage' | 'age_quartiles' | 'age_bands']: Record<Study, number[]> } & {
  readonly cross_table: number[][];
  readonly kappa: number;
  readonly equal_pairs: number;
  readonly smd: Record<string, number>;
};
let cohort: Cohort;
beforeAll(async () => {
  cohort = await loadCohort(loadDataset(folder));
});

const near = (got: number | null | undefined, expected: number) =>
  expect(Math.abs((got ?? Number.NaN) / expected - 1)).toBeLessThan(1e-12);

describe('the wilms dataset', () => {
  it('has the counts that R prints', () => {
    const y = binaryOutcome(cohort, 'relapse');
    for (const study of ['3', '4'] as const) {
      const rows = [...cohort.site.keys()].filter((row) => cohort.site[row] === `NWTS-${study}`);
      expect(rows.length).toBe(fixture.patients[study]);
      expect(rows.filter((row) => y[row] === 1).length).toBe(fixture.events[study]);
      const bands = attributeValues(cohort, 'age_band');
      const counts = ['<2 y', '2–<5 y', '≥5 y'].map(
        (band) => rows.filter((row) => bands[row] === band).length,
      );
      expect(counts).toEqual(fixture.age_bands[study]);
    }
  });

  it('has the label noise that R prints', () => {
    const { institution_histology, central_histology } = cohort.columns as Record<string, CategoryColumn>;
    const { table, kappa } = agreement(institution_histology, central_histology);
    expect(table).toEqual(fixture.cross_table);
    near('value' in kappa ? kappa.value : null, fixture.kappa);
    expect(dataQuality(cohort).findings.find(({ check }) => check === 'label_noise')?.message).toBe(
      'agrees with central_histology in 3,823 of 4,028 rows, kappa 0.735',
    );
  });

  it('types, units, levels and roles come from the declaration', () => {
    const age = cohort.columns.age_years as NumberColumn;
    expect([age.unit, age.from, age.values[0]]).toEqual(['years', 'age_months', 25 / 12]);
    const stage = cohort.columns.stage as CategoryColumn;
    expect([stage.levels, stage.codes[3]]).toEqual([['I', 'II', 'III', 'IV'], 3]);
    expect(cohort.columns.relapse?.role).toBe('outcome');
    expect(cohort.patientId[0]).toBe('1');
    expect(cohort.fileHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has the Table 1 that R computes', () => {
    const variables = ['age_years', 'stage', 'institution_histology', 'central_histology'] as const;
    const table = tableOne(cohort, { bySite: true, variables, outcome: 'relapse' });
    for (const variable of [...variables, 'relapse'] as const) {
      near(table.rows.find((row) => row.variable === variable)?.smd, fixture.smd[variable]);
    }
    const age = table.rows.find((row) => row.variable === 'age_years');
    (['3', '4'] as const).forEach((study, index) => {
      const cell = age?.cells[index];
      [cell?.lowerQuartile, cell?.median, cell?.upperQuartile].forEach((value, at) => {
        near(value, fixture.age_quartiles[study][at]);
      });
      const stages = table.rows
        .filter((row) => row.variable === 'stage')
        .map((row) => row.cells[index]?.count);
      expect(stages).toEqual(fixture.stage[study]);
    });
  });

  it('has the equal records that R counts, no more than chance gives', () => {
    const { checks } = leakCertificate({ cohort, predictors: ['stage'], outcome: 'relapse' });
    const duplicates = checks.find(({ check }) => check === 'duplicate_records');
    expect(duplicates?.verdict).toBe('clean');
    expect(duplicates?.message).toMatch(new RegExp(`^${fixture.equal_pairs} pairs .* about 3.4 expected`));
  });

  it('loses nobody to eligibility', () => {
    const flow = attrition(cohort, { development: ['NWTS-3'], external: ['NWTS-4'] });
    expect(flow.cohorts.map(({ steps }) => steps.at(-1)?.patients)).toEqual([1857, 2171]);
    expect(eligibleCohort(cohort).rows).toBe(4028);
  });

  it('splits, encodes and tabulates', () => {
    const { development, external } = partitionBySite(cohort, {
      development: ['NWTS-3'],
      external: ['NWTS-4'],
    });
    expect([development.length, external.length]).toEqual([1857, 2171]);
    const y = binaryOutcome(cohort, 'relapse');
    const split = splitByPatient({
      patientId: Array.from(development, (row) => cohort.patientId[row]),
      outcome: Array.from(development, (row) => y[row]),
      repeats: 2,
      folds: 5,
      random: createRandom(1),
    });
    const { train, test } = foldRows(split, cohort.patientId, { repeat: 1, fold: 2 });
    expect(train.length + test.length).toBe(1857);
    const encoder = fitEncoder(cohort, train, ['institution_histology', 'stage', 'age_years']);
    expect(encoder.columns).toEqual([
      'institution_histology=unfavourable',
      'stage=II',
      'stage=III',
      'stage=IV',
      'age_years',
    ]);
    expect(encoder.transform(external).map((column) => column.length)).toEqual(Array(5).fill(2171));
    const table = tableOne(cohort, {
      bySite: true,
      variables: ['age_years', 'stage', 'institution_histology'],
      outcome: 'relapse',
    });
    expect(table.sites).toEqual([
      { site: 'NWTS-3', patients: 1857, events: 282 },
      { site: 'NWTS-4', patients: 2171, events: 289 },
    ]);
    expect(table.rows.map((row) => row.cells.map((cell) => cell.text).join(' | '))).toMatchInlineSnapshot(`
      [
        "1,857 | 2,171",
        "282 (15.2 %) | 289 (13.3 %)",
        "3 [1.58, 4.75] | 3.08 [1.67, 4.92]",
        "756 (40.7 %) | 816 (37.6 %)",
        "430 (23.2 %) | 622 (28.7 %)",
        "455 (24.5 %) | 489 (22.5 %)",
        "216 (11.6 %) | 244 (11.2 %)",
        "1,640 (88.3 %) | 1,982 (91.3 %)",
        "217 (11.7 %) | 189 (8.7 %)",
      ]
    `);
  });
});
