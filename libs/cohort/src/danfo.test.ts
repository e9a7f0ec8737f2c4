import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { smallCohort, smallCsv, smallDeclaration } from '../tests/small-cohort.ts';
import { fromDanfo, takeRows, toDanfo } from './index.ts';

const loaded = () =>
  Object.keys(createRequire(import.meta.url).cache).filter((path) => /danfojs|tensorflow/.test(path));

describe('the exploring edge', () => {
  it('loads danfo and tensorflow when a frame is asked for, not before', async () => {
    const cohort = await smallCohort();
    expect(loaded()).toEqual([]);
    await toDanfo(cohort);
    expect(loaded().length).toBeGreaterThan(0);
  });

  it('shows labels, nulls and identifiers as the file spells them', async () => {
    const frame = await toDanfo(await smallCohort());
    expect(frame.column('id').values).toEqual(['00012', '00013', '00014', '00015', '00016', '00017']);
    expect(frame.column('stage').values).toEqual(['I', 'II', null, 'III', 'I', 'II']);
    expect(frame.column('marker').values).toEqual([1.5, -2, null, 0.25, null, 1000]);
    expect(frame.column('relapse').values).toEqual([false, true, false, true, false, false]);
    expect(frame.column('age_years').values).toContain(130 / 12);
  });

  it('gives the same table back', async () => {
    const file = smallCsv.replace('0.25,TRUE', '0.1234567890123456,');
    const cohort = await smallCohort(smallDeclaration, file);
    const back = fromDanfo(await toDanfo(cohort), cohort.dataset);
    expect(back.rows).toBe(6);
    expect(back.columns).toEqual(cohort.columns);
  });

  it('checks what came back', async () => {
    const cohort = await smallCohort();
    const frame = await toDanfo(cohort);
    expect(() => fromDanfo(frame.drop({ columns: ['stage'] }), cohort.dataset)).toThrow(
      'data frame: missing column (stage)',
    );
    const ages = frame.column('age').values.map((value) => Number(value) * 10);
    frame.addColumn('age', ages as number[], { inplace: true });
    expect(() => fromDanfo(frame, cohort.dataset)).toThrow(
      'column age: outside [0, 200] months in 5 rows (first: rows 1, 2, 4, 5, 6)',
    );
  });

  it('has no frame without rows', async () => {
    await expect(toDanfo(takeRows(await smallCohort(), []))).rejects.toThrow('a table without rows');
  });
});
