import { describe, expect, it } from 'vitest';
import { smallCohort, smallDeclaration } from '../tests/small-cohort.ts';
import { agreement, type CategoryColumn, dataQuality } from './index.ts';

describe('dataQuality', () => {
  it('describes every column without anybody’s value', async () => {
    const report = dataQuality(await smallCohort());
    expect(report).toMatchObject({ rows: 6, patients: 6 });
    const of = (name: string) => report.columns.find(({ column }) => column === name);
    expect(of('marker')).toMatchObject({ type: 'number', missing: 2, missingPercent: 100 / 3, distinct: 4 });
    expect(of('stage')).toMatchObject({ missing: 1, summary: 'I 2 (40.0 %), II 2 (40.0 %), III 1 (20.0 %)' });
    expect(of('id')?.summary).toBe('text');
    expect(of('age')).toMatchObject({ unit: 'months', distinct: 6 });
  });

  it('finds what stands out', async () => {
    const file = `id,site,stage,age,marker,rel
a1,A,1,10,1,0
A1,A,1,11,2,0
a2,A,1,12,,0
a3,B,1,10,,1
a4,B,1,11,,0
a5,B,1,200,3,0
`;
    const { findings } = dataQuality(await smallCohort(smallDeclaration, file));
    const lines = findings.map(
      ({ check, column, severity, rows }) => `${severity} ${check} ${column} ${rows}`,
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        'warning alike_identifiers id 2',
        'warning much_missing marker 3',
        'warning one_value stage 6',
        'note far_values age 1',
        'warning absent_level stage 0',
        'note rare_level stage 3',
        'warning few_events relapse 1',
      ]),
    );
    expect(findings.find(({ check }) => check === 'few_events')?.message).toBe(
      '0 events at Ayr, fewer than the 100 that a validation should have',
    );
  });
});

describe('agreement', () => {
  const reading = (codes: number[], levels = ['a', 'b']) =>
    ({ name: 'x', levels, codes: Int32Array.from(codes) }) as unknown as CategoryColumn;

  it('by hand, over rows where both are known', () => {
    const { table, rows, agreeing, kappa } = agreement(reading([0, 0, 1, 1, -1]), reading([0, 1, 1, 1, 0]));
    expect({ table, rows, agreeing }).toEqual({
      table: [
        [1, 1],
        [0, 2],
      ],
      rows: 4,
      agreeing: 3,
    });
    expect(kappa).toEqual({ value: (3 / 4 - 1 / 2) / (1 - 1 / 2) });
  });

  it('is undefined with a reason', () => {
    expect(agreement(reading([-1]), reading([0])).kappa).toEqual({
      undefinedBecause: 'no rows where both are known',
    });
    expect(agreement(reading([0]), reading([0])).kappa).toEqual({
      undefinedBecause: 'both readings have one level only',
    });
    expect(() => agreement(reading([0]), reading([0], ['a', 'c']))).toThrow('different levels');
  });
});
