import { describe, expect, test } from 'vitest';
import { type HandRow, predictionsTable } from '../../tests/predictions-table.ts';
import { validate } from '../validate.ts';
import { refuseLeaveOneOut } from './refuse-leave-one-out.ts';

const plan = { seed: 1, bootstrap: 50, confidence: 0.95, thresholds: [0.3] };

/** Every patient gets the event rate of the others: a model that knows nothing. */
function nothingKnown(folds: number) {
  const outcomes = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const rows = outcomes.map((y, i): HandRow => {
    const others = outcomes.filter((_, j) => j % folds !== i % folds);
    const p = others.reduce<number>((sum, outcome) => sum + outcome, 0) / others.length;
    return { y: y as 0 | 1, p, partition: 'internal', repeat: 0 };
  });
  const table = predictionsTable(rows);
  return { ...table, fold: Int32Array.from(rows, (_, i) => i % folds) };
}

describe('refuseLeaveOneOut', () => {
  test('the pooled c-statistic of a model that knows nothing would be 0: refused with the reason', () => {
    const table = nothingKnown(30);
    const rows = validate(table, plan);
    expect(rows.find(({ metric }) => metric === 'auroc')?.estimate).toBe(0);
    const refused = refuseLeaveOneOut(rows, table);
    expect(refused.find(({ metric }) => metric === 'auroc')).toMatchObject({
      estimate: null,
      lower: null,
      undefinedBecause: expect.stringContaining('leave-one-out'),
      note: expect.stringContaining('optimism-corrected'),
    });
    expect(refused.filter(({ metric }) => metric === 'roc_curve')).toHaveLength(1);
    expect(refused.find(({ metric }) => metric === 'brier')).toEqual(
      rows.find(({ metric }) => metric === 'brier'),
    );
    expect(new Set(refused.map(({ id }) => id)).size).toBe(refused.length);
  });

  test('folds of several patients are left alone', () => {
    const table = nothingKnown(10);
    const rows = validate(table, plan);
    expect(refuseLeaveOneOut(rows, table)).toBe(rows);
  });
});
