import { describe, expect, test } from 'vitest';
import {
  cases,
  defined,
  estimated,
  expectClose,
  goldenAbsent,
  goldenJudged,
  itMatchesMetric,
  judged,
  readFixture,
} from '../tests/reference.ts';
import { calibrationDistances } from './calibration-distances.ts';
import { emax } from './emax.ts';
import type { Judged } from './judged.ts';

describe('by hand', () => {
  test('a model that is right everywhere has a curve on the diagonal', () => {
    const risks = Array.from({ length: 18 }, (_, i) => (i + 1) / 20);
    const twice = risks.flatMap((p) => [p, p]);
    const events = risks.flatMap((p) => [p, 1 - p]);
    const data = judged(
      risks.flatMap(() => [1, 0]),
      twice,
      events,
    );
    expectClose(estimated(emax(data)), 0, 1e-6);
  });
});

describe('reference', () => {
  itMatchesMetric('emax', 1e-8, emax);
});

describe.skipIf(goldenAbsent)('published', () => {
  test('National Wilms Tumor Study 4, by glm and Hmisc::rcspline.eval', () => {
    expectClose(
      estimated(emax(goldenJudged('nwtco_study4_pred.csv'))),
      readFixture<number>('flexible_nwtco').expected.emax ?? 0,
      1e-8,
    );
  });
});

describe('properties', () => {
  test('at least the 90th percentile', () => {
    const data = cases.overfitted as Judged;
    const distances = defined(calibrationDistances(data));
    expect(distances.emax).toBeGreaterThanOrEqual(distances.e90);
    expect(estimated(emax(data))).toBe(distances.emax);
  });
});

describe('undefined and invalid', () => {
  test('p of exactly 0 or 1', () => {
    expect(emax(judged([1, 0, 1], [0, 0.2, 0.5]))).toEqual({
      undefinedBecause: 'p is exactly 0 or 1 in 1 rows',
    });
  });
  test('too few distinct risks for 4 knots', () => {
    expect(emax(judged([1, 0, 1, 0], [0.3, 0.3, 0.3, 0.3]))).toEqual({
      undefinedBecause: 'spline knots coincide: too few distinct p for a flexible curve',
    });
  });
  test('three rows have no curve', () => {
    expect(emax(cases.three_rows as Judged)).toHaveProperty('undefinedBecause');
  });
});
