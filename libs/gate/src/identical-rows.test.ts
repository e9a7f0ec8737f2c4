import { textAt } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { predictionsOf } from '../tests/predictions.ts';
import { identicalRows } from './identical-rows.ts';

const old = predictionsOf([
  { patient: 'a', y: 1, p: 0.8, model: 'v1' },
  { patient: 'b', p: 0.3, model: 'v1' },
]);
const joined = (rows: Parameters<typeof predictionsOf>[0]) =>
  identicalRows(
    { predictions: old, model: 'v1', as: 'champion', where: 'v1.parquet' },
    { predictions: predictionsOf(rows), model: 'v2', as: 'challenger', where: 'v2.parquet' },
  );

describe('champion and challenger on identical rows', () => {
  it('pairs them whatever their order', () => {
    const table = joined([
      { patient: 'b', p: 0.2, model: 'v2' },
      { patient: 'a', y: 1, p: 0.9, model: 'v2' },
      { patient: 'a', y: 1, p: 0.5, model: 'other' },
    ]);
    const seen = Array.from({ length: table.rows }, (_, row) => [
      textAt(table.model, row),
      textAt(table.patientId, row),
      table.y[row],
      table.p[row],
    ]);
    expect(seen).toEqual([
      ['champion', 'b', 0, 0.3],
      ['champion', 'a', 1, 0.8],
      ['challenger', 'b', 0, 0.2],
      ['challenger', 'a', 1, 0.9],
    ]);
  });

  it.each([
    [
      'a row is missing',
      [{ patient: 'a', y: 1 as const }],
      'v2.parquet: not the same rows as v1.parquet (1 missing, 0 more)',
    ],
    [
      'a row is more',
      [{ patient: 'a', y: 1 as const }, { patient: 'b' }, { patient: 'c' }],
      '(0 missing, 1 more)',
    ],
    [
      'an outcome differs',
      [{ patient: 'a' }, { patient: 'b' }],
      'another patient, site or outcome than in v1.parquet in 1 of',
    ],
    [
      'the partition differs',
      [{ patient: 'a', y: 1 as const, partition: 'test' }, { patient: 'b' }],
      '(1 missing, 1 more)',
    ],
  ])('refuses where %s', (_, rows, words) => {
    expect(() => joined(rows.map((row) => ({ ...row, model: 'v2' })))).toThrow(words);
  });
});
