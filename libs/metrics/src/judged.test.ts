import { expect, test } from 'vitest';
import { checkJudged } from './judged.ts';

const y = Uint8Array.of(0, 1);
const p = Float64Array.of(0.2, 0.3);
const weighted = (...w: number[]) => checkJudged('here', { y, p, w: Float64Array.from(w) });

test('weights are finite and not negative', () => {
  expect(() => weighted(0, 2.5)).not.toThrow();
  for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => weighted(1, wrong)).toThrow(
      `here: weight negative or not finite (first: row 1, w = ${wrong})`,
    );
  }
  expect(() => weighted(1)).toThrow('here: w has 1 rows, y has 2');
});

test('an order says that y and p are checked, and must be as long', () => {
  const unchecked = { y, p: Float64Array.of(2, 0.3) };
  expect(() => checkJudged('here', unchecked)).toThrow('here: p outside [0, 1] (first: row 0, p = 2)');
  expect(() => checkJudged('here', { ...unchecked, order: Uint32Array.of(1, 0) })).not.toThrow();
  expect(() => checkJudged('here', { ...unchecked, order: Uint32Array.of(0) })).toThrow(
    'here: order has 1 rows, y has 2',
  );
});
