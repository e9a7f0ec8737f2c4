import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { smallCohort } from '../tests/small-cohort.ts';
import { loadCohort, loadDataset, missingness, takeRows } from './index.ts';

const reference = JSON.parse(
  readFileSync(new URL('../fixtures/missingness.json', import.meta.url), 'utf8'),
) as { chiSquare: number; df: number; p: number; smd: Record<string, number> };
const pbc = await loadCohort(loadDataset(fileURLToPath(new URL('../../../datasets/pbc', import.meta.url))));
const whole = missingness(pbc);
const gap = (name: string, document = whole) => {
  const found = document.columns.find(({ column }) => column === name);
  return found ?? expect.fail(`no column ${name}`);
};

describe('missingness of primary biliary cholangitis', () => {
  it('counts gaps by site and by outcome', () => {
    expect(whole).toMatchObject({ rows: 418, patients: 418, completeRows: 276, imputations: 34 });
    expect(gap('copper').bySite).toEqual([
      { level: 'registry', rows: 106, missing: 106, percent: 100 },
      { level: 'trial', rows: 312, missing: 2, percent: 200 / 312 },
    ]);
    expect(gap('copper').byOutcome.map(({ level, missing }) => [level, missing])).toEqual([
      ['no', 65],
      ['yes', 43],
    ]);
    expect(whole.columns.map(({ column }) => column)).not.toContain('bilirubin');
  });

  it('finds the block that the registry never measured', () => {
    expect(whole.patterns.map(({ rows }) => rows).reduce((sum, rows) => sum + rows, 0)).toBe(418);
    expect(whole.patterns[0]).toMatchObject({ missing: [], rows: 276 });
    expect(whole.patterns[1]?.missing).toContain('triglycerides');
    expect(gap('ascites').test).toHaveProperty('undefinedBecause');
    expect(gap('ascites').reading).toContain('not completely at random');
  });

  it('says what it cannot tell, and does not judge on a handful of rows', () => {
    expect(whole.limits.join(' ')).toContain('MNAR) cannot be tested');
    expect(gap('prothrombin_time').reading).toBe('not judged: only 2 rows missing');
  });

  it('tests within the trial as glm does', () => {
    const { site } = pbc;
    const trial = takeRows(
      pbc,
      [...site.keys()].filter((row) => site[row] === 'trial'),
    );
    const cholesterol = gap('cholesterol', missingness(trial));
    if ('undefinedBecause' in cholesterol.test) return expect.fail(cholesterol.test.undefinedBecause);
    expect(cholesterol.test.on).toEqual(['event', 'treatment', 'age', 'sex', 'ascites']);
    const { test } = gap(
      'cholesterol',
      missingness(trial, {
        columns: ['event', 'age', 'sex', 'ascites', 'hepatomegaly', 'bilirubin', 'cholesterol'],
      }),
    );
    if ('undefinedBecause' in test) return expect.fail(test.undefinedBecause);
    expect(test.df).toBe(reference.df);
    expect(test.chiSquare).toBeCloseTo(reference.chiSquare, 9);
    expect(test.p).toBeCloseTo(reference.p, 9);
    expect(test.adjustedP).toBe(test.p);
    for (const name of ['age', 'bilirubin']) {
      const found = cholesterol.differences.find(({ column }) => column === name)?.smd as number;
      expect(found).toBeCloseTo(reference.smd[name] as number, 12);
    }
  });
});

it('a cohort without gaps has one pattern and no columns', async () => {
  const cohort = await smallCohort();
  const document = missingness(cohort, { columns: ['relapse'] });
  expect(document).toMatchObject({ columns: [], completeRows: 6, imputations: 20 });
  expect(document.patterns).toEqual([{ missing: [], rows: 6, percent: 100 }]);
});
