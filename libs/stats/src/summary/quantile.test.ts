import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { quantile, weightedQuantile } from '../index.ts';

interface Case {
  x: number[];
  w: number[];
  q: number[];
  value: number[];
}
const cases = fixture<{ plain: Case[]; weighted: Case[] }>('quantiles-and-splines');

test('agrees with R quantile type 7', () => {
  for (const { x, q, value } of cases.plain)
    for (const [i, at] of q.entries())
      expectRelative(quantile(Float64Array.from(x), at), value[i]!, 1e-13, `q ${at} of ${x.length}`);
});

test('agrees with Hmisc wtd.quantile, fractional weights included', () => {
  for (const { x, w, q, value } of cases.weighted)
    for (const [i, at] of q.entries()) {
      const actual = weightedQuantile(Float64Array.from(x), Float64Array.from(w), at);
      expectRelative(actual, value[i]!, 1e-12, `q ${at}, w ${w}`);
    }
});

property.prop(
  [
    fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat(4)), { minLength: 1, maxLength: 20 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ],
  { seed: 1 },
)('weight k is k copies of the value', (rows, q) => {
  const sorted = rows.toSorted((a, b) => a[0] - b[0]);
  const copies = sorted.flatMap(([x, k]) => new Array<number>(k).fill(x));
  if (copies.length === 0) return;
  const value = weightedQuantile(
    Float64Array.from(sorted, (row) => row[0]),
    Float64Array.from(sorted, (row) => row[1]),
    q,
  );
  expect(Math.abs(value - quantile(Float64Array.from(copies), q))).toBeLessThanOrEqual(1e-12);
});

test('invalid input throws', () => {
  const two = Float64Array.of(1, 2);
  expect(() => quantile(new Float64Array(0), 0.5)).toThrow('quantile: no values');
  expect(() => quantile(two, 1.2)).toThrow('quantile: q must be in [0, 1] (1.2)');
  expect(() => weightedQuantile(two, Float64Array.of(1), 0.5)).toThrow(
    'values (2) and weights (1) differ in length',
  );
  expect(() => weightedQuantile(two, Float64Array.of(1, -1), 0.5)).toThrow('weights must be >= 0 (-1)');
  expect(() => weightedQuantile(two, Float64Array.of(0, 0.5), 0.5)).toThrow(
    'weights must sum to at least 1 (0.5)',
  );
});
