import { fileURLToPath } from 'node:url';
import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { smallCohort } from '../tests/small-cohort.ts';
import type { CategoryColumn, NumberColumn } from './column.ts';
import {
  type Cohort,
  type CohortImputation,
  fitEncoder,
  imputeCohort,
  loadCohort,
  loadDataset,
  takeRows,
} from './index.ts';

const pbc = await loadCohort(loadDataset(fileURLToPath(new URL('../../../datasets/pbc', import.meta.url))));
const columns = ['age', 'sex', 'bilirubin', 'albumin', 'cholesterol', 'ascites', 'platelets', 'stage'];
const every = [...pbc.site.keys()];
const training = every.filter((row) => row % 4 !== 0);
const request = (more: Partial<CohortImputation> = {}): CohortImputation => ({
  purpose: { kind: 'deployment' },
  columns,
  learnFrom: training,
  random: createRandom('pbc'),
  imputations: 2,
  iterations: 3,
  ordered: ['stage'],
  ...more,
});

describe('imputeCohort', () => {
  it('for deployment fills all rows, from training rows alone', () => {
    const { cohorts, notes } = imputeCohort(pbc, request());
    expect(notes).toEqual([]);
    for (const cohort of cohorts) {
      expect(cohort.rows).toBe(418);
      for (const name of columns) expect(cohort.columns[name]?.missing.includes(1)).toBe(false);
      expect(cohort.columns.copper).toEqual(pbc.columns.copper);
      expect(fitEncoder(cohort, training, columns).columns.some((name) => name.endsWith('missing'))).toBe(
        false,
      );
    }
  });

  it('for deployment a patient alone gets what the patient gets in company, and the outcome plays no part', () => {
    const patient = every.find((row) => row % 4 === 0 && pbc.columns.cholesterol?.missing[row]) as number;
    const company = imputeCohort(pbc, request()).cohorts;
    const few = takeRows(pbc, [...training, patient]);
    const flipped = few.columns.event as CategoryColumn;
    const other = {
      ...few,
      columns: { ...few.columns, event: { ...flipped, codes: flipped.codes.map((code) => 1 - code) } },
    };
    const alone = imputeCohort(other, request({ learnFrom: training.map((_, place) => place) })).cohorts;
    const cholesterol = (cohort: Cohort) => (cohort.columns.cholesterol as NumberColumn).values;
    expect(alone.map((cohort) => cholesterol(cohort)[training.length])).toEqual(
      company.map((cohort) => cholesterol(cohort)[patient]),
    );
  });

  it('for development fills the training rows, and the outcome moves them', () => {
    const purpose = { kind: 'development', outcome: 'event' } as const;
    const { cohorts, chains } = imputeCohort(pbc, request({ purpose }));
    expect(cohorts[0]?.rows).toBe(training.length);
    expect(chains.map(({ column }) => column)).toEqual(['cholesterol', 'ascites', 'platelets', 'stage']);
    const without = imputeCohort(pbc, request({ purpose: { kind: 'development' } })).cohorts[0];
    expect(without?.columns.cholesterol).not.toEqual(cohorts[0]?.columns.cholesterol);
  });

  it('takes as many imputations as the training rows call for', () => {
    const { cohorts } = imputeCohort(pbc, {
      ...request({ iterations: 1 }),
      columns: ['age', 'bilirubin'],
      imputations: 3,
    });
    expect(cohorts).toHaveLength(3);
    const { imputations: _, ...open } = request({ iterations: 1 });
    expect(imputeCohort(pbc, open).cohorts).toHaveLength(34);
  });

  it('derives columns anew', async () => {
    const cohort = await smallCohort();
    const { cohorts } = imputeCohort(cohort, {
      ...request({ ordered: [] }),
      columns: ['age', 'stage'],
      learnFrom: [0, 1, 2, 3, 4, 5],
    });
    const columnsOf = cohorts.map((made) => made.columns as Readonly<Record<string, NumberColumn>>);
    const [age, years] = [columnsOf[0]?.age, columnsOf[0]?.age_years];
    expect(age?.missing.includes(1)).toBe(false);
    expect(years?.values[4]).toBe((age?.values[4] as number) / 12);
  });

  it('refuses what is not known when the model is used, and what cannot be imputed', async () => {
    expect(() => imputeCohort(pbc, request({ columns: ['age', 'event'] }))).toThrow(
      'imputation: event is an outcome, unknown when the model is used',
    );
    expect(() => imputeCohort(pbc, request({ columns: ['followup_days'] }))).toThrow('is follow-up');
    expect(() => imputeCohort(pbc, request({ columns: ['id'] }))).toThrow('id is text');
    const registry = every.filter((row) => pbc.site[row] === 'registry');
    expect(() => imputeCohort(pbc, request({ learnFrom: registry }))).toThrow(
      'cannot impute: column cholesterol: no observed value in the training rows',
    );
  });
});
