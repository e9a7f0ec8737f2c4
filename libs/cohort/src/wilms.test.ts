import { fileURLToPath } from 'node:url';
import { createRandom } from '@raredx/stats';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  attributeValues,
  attrition,
  binaryOutcome,
  type CategoryColumn,
  type Cohort,
  eligibleCohort,
  fitEncoder,
  foldRows,
  loadCohort,
  loadDataset,
  type NumberColumn,
  partitionBySite,
  splitByPatient,
  tableOne,
} from './index.ts';

const folder = fileURLToPath(new URL('../../../datasets/wilms', import.meta.url));
let cohort: Cohort;
beforeAll(async () => {
  cohort = await loadCohort(loadDataset(folder));
});

describe('the wilms dataset', () => {
  it('has the counts that R prints', () => {
    // R: with(survival::nwtco, table(study, rel)); table(instit, histol); table(cut(age / 12, c(0, 2, 5, Inf), right = FALSE))
    expect(cohort.rows).toBe(4028);
    const y = binaryOutcome(cohort, 'relapse');
    const events = (site: string) => cohort.site.filter((at, row) => at === site && y[row] === 1).length;
    expect([events('NWTS-3'), events('NWTS-4')]).toEqual([282, 289]);
    expect(cohort.site.filter((site) => site === 'NWTS-3').length).toBe(1857);
    const bands = attributeValues(cohort, 'age_band');
    expect(['<2 y', '2–<5 y', '≥5 y'].map((band) => bands.filter((at) => at === band).length)).toEqual([
      589 + 679,
      844 + 971,
      424 + 521,
    ]);
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
