import { describe, expect, test } from 'vitest';
import {
  cases,
  defined,
  estimated,
  expectClose,
  goldenAbsent,
  goldenJudged,
  itMatchesFixture,
  judged,
} from '../tests/reference.ts';
import type { Judged } from './judged.ts';
import { oeInterval } from './oe-interval.ts';
import { oeRatio } from './oe-ratio.ts';

describe('by hand', () => {
  test('1 event against 0.8 expected', () => {
    expect(oeRatio(judged([1, 0], [0.5, 0.3]))).toEqual({ value: 1 / 0.8 });
  });
});

describe('reference', () => {
  itMatchesFixture<{ value: number; lower: number; upper: number }>('oe_ratio', 1e-12, (data) => ({
    ...defined(oeInterval(data, 0.95)),
    value: estimated(oeRatio(data)),
  }));
});

describe.skipIf(goldenAbsent)('published', () => {
  test('National Wilms Tumor Study 4', () => {
    expectClose(estimated(oeRatio(goldenJudged('nwtco_study4_pred.csv'))), 0.88304565, 1e-7);
  });
});

describe('properties', () => {
  test('halving every risk doubles it', () => {
    const { y, p } = cases.large as Judged;
    expectClose(
      estimated(oeRatio({ y, p: p.map((risk) => risk / 2) })),
      2 * estimated(oeRatio({ y, p })),
      1e-13,
    );
  });
});

describe('undefined and invalid', () => {
  test('no event observed is 0, a number', () => {
    expect(oeRatio(judged([0, 0], [0.1, 0.2]))).toEqual({ value: 0 });
  });
  test('no event expected', () => {
    expect(oeRatio(judged([0, 1], [0, 0]))).toEqual({
      undefinedBecause: 'no event is expected: every p is 0',
    });
  });
});
