import { describe, expect, test } from 'vitest';
import { cases, defined, expectClose, itMatchesFixture, judged } from '../tests/reference.ts';
import { copiesOf } from '../tests/rows.ts';
import { corpDecomposition } from './corp-decomposition.ts';
import type { Judged } from './judged.ts';

describe('by hand', () => {
  test('0.75 and 0.25 for what always and never happens: all error is miscalibration', () => {
    expect(corpDecomposition(judged([1, 0], [0.75, 0.25]))).toEqual({
      brier: 0.0625,
      miscalibration: 0.0625,
      discrimination: 0.25,
      uncertainty: 0.25,
    });
  });
});

describe('reference', () => {
  itMatchesFixture('corp_decomposition', 1e-10, (data) => corpDecomposition(data));
});

describe('properties', () => {
  test.each(Object.keys(cases))('the parts add up, and none is negative: %s', (name) => {
    const parts = defined(corpDecomposition(cases[name] as Judged));
    expectClose(parts.miscalibration - parts.discrimination + parts.uncertainty, parts.brier, 1e-12);
    expect(parts.miscalibration).toBeGreaterThanOrEqual(-1e-15);
    expect(parts.discrimination).toBeGreaterThanOrEqual(-1e-15);
  });
  test('weight k is k copies', () => {
    const data = cases.weighted as Judged;
    const [a, b] = [data, copiesOf(data)].map((rows) => defined(corpDecomposition(rows)).miscalibration);
    expectClose(a as number, b as number, 1e-12);
  });
});

describe('undefined and invalid', () => {
  test('no rows', () => {
    expect(corpDecomposition(judged([], []))).toEqual({ undefinedBecause: 'no rows' });
  });
});
