import { checkPredictions, type Predictions } from '@raredx/tables';
import { expect, it } from 'vitest';
import { predictionsTable } from '../../tests/predictions-table.ts';
import { averagedOverImputations } from './averaged-predictions.ts';

const table: Predictions = {
  ...predictionsTable([
    { y: 1, p: 0.9, patient: 'a', attributes: { sex: 'F' } },
    { y: 0, p: 0.2, patient: 'b', attributes: { sex: 'M' } },
    { y: 1, p: 0.7, patient: 'a', attributes: { sex: 'F' } },
    { y: 0, p: 0.4, patient: 'b', attributes: { sex: 'M' } },
    { y: 1, p: 0.5, patient: 'a', model: 'other' },
  ]),
  imputation: Int32Array.of(0, 0, 1, 1, -1),
};

it('averages the risks of each sample of each model', () => {
  const made = averagedOverImputations(table);
  checkPredictions(made, 'averaged');
  expect(made).not.toHaveProperty('imputation');
  expect([...made.p].map((p) => Number(p.toFixed(12)))).toEqual([0.8, 0.3, 0.5]);
  expect([...made.y]).toEqual([1, 0, 1]);
  expect(made.attributes.sex.codes.length).toBe(3);
});

it('leaves a table without imputations as it is, and a risk of 1 at 1', () => {
  const plain = predictionsTable([{ y: 1, p: 1 }]);
  expect(averagedOverImputations(plain)).toBe(plain);
  const ones = predictionsTable(Array.from({ length: 3 }, () => ({ y: 1 as const, p: 1, patient: 'a' })));
  expect(averagedOverImputations({ ...ones, imputation: Int32Array.of(0, 1, 2) }).p).toEqual(
    Float64Array.of(1),
  );
});
