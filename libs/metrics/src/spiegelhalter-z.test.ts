import { describe, expect, test } from 'vitest';
import {
  cases,
  estimated,
  expectClose,
  goldenAbsent,
  goldenJudged,
  itMatchesMetric,
  judged,
} from '../tests/reference.ts';
import type { Judged } from './judged.ts';
import { spiegelhalterZ } from './spiegelhalter-z.ts';

describe('by hand', () => {
  test('two rows at 0.2', () => {
    const expected = (0.8 * 0.6 - 0.2 * 0.6) / Math.sqrt(2 * 0.36 * 0.16);
    expectClose(estimated(spiegelhalterZ(judged([1, 0], [0.2, 0.2]))), expected, 1e-14);
  });
});

describe('reference', () => {
  itMatchesMetric('spiegelhalter_z', 1e-10, spiegelhalterZ);
});

describe.skipIf(goldenAbsent)('published', () => {
  test('National Wilms Tumor Study 4', () => {
    expectClose(estimated(spiegelhalterZ(goldenJudged('nwtco_study4_pred.csv'))), -1.004888296501, 1e-11);
  });
});

describe('properties', () => {
  test('doubling every weight multiplies it by √2', () => {
    const { y, p } = cases.large as Judged;
    const twice = spiegelhalterZ({ y, p, w: new Float64Array(y.length).fill(2) });
    expectClose(estimated(twice), Math.SQRT2 * estimated(spiegelhalterZ({ y, p })), 1e-12);
  });
});

describe('undefined and invalid', () => {
  test('no variance', () => {
    expect(spiegelhalterZ(judged([1, 0, 1], [0.5, 0, 1]))).toEqual({
      undefinedBecause: 'no variance: every p is 0, 0.5 or 1',
    });
  });
});
