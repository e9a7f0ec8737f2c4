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
import { e50 } from './e50.ts';
import { e90 } from './e90.ts';
import { eci } from './eci.ts';
import { emax } from './emax.ts';
import { ici } from './ici.ts';
import type { Judged } from './judged.ts';

const distances = [
  ['e50', e50],
  ['e90', e90],
  ['emax', emax],
  ['ici', ici],
  ['eci', eci],
] as const;

describe.each(distances)('%s', (name, metric) => {
  test('by hand: a model that is right everywhere has a curve on the diagonal', () => {
    const risks = Array.from({ length: 18 }, (_, i) => (i + 1) / 20);
    const data = judged(
      risks.flatMap(() => [1, 0]),
      risks.flatMap((p) => [p, p]),
      risks.flatMap((p) => [p, 1 - p]),
    );
    expectClose(estimated(metric(data)), 0, 1e-6);
  });

  itMatchesMetric(name, 1e-8, metric);

  test.skipIf(goldenAbsent)('National Wilms Tumor Study 4, by glm and Hmisc::rcspline.eval', () => {
    const published = readFixture<number>('flexible_nwtco').expected[name] ?? 0;
    expectClose(estimated(metric(goldenJudged('nwtco_study4_pred.csv'))), published, 1e-8);
  });

  test('is the one that all are taken from', () => {
    const data = cases.overfitted as Judged;
    expect(estimated(metric(data))).toBe(defined(calibrationDistances(data))[name]);
  });

  test('p of exactly 0 or 1', () => {
    expect(metric(judged([1, 0, 1], [0, 0.2, 0.5]))).toEqual({
      undefinedBecause: 'p is exactly 0 or 1 in 1 rows',
    });
  });

  test('too few distinct risks for 4 knots', () => {
    expect(metric(judged([1, 0, 1, 0], [0.3, 0.3, 0.3, 0.3]))).toEqual({
      undefinedBecause: 'spline knots coincide: too few distinct p for a flexible curve',
    });
  });

  test('three rows have no curve', () => {
    expect(metric(cases.three_rows as Judged)).toHaveProperty('undefinedBecause');
  });
});

test('stand in order: median, 90th percentile, largest; the mean below the largest; Jensen for ECI', () => {
  const found = defined(calibrationDistances(cases.overfitted as Judged));
  expect(found.e50).toBeLessThanOrEqual(found.e90);
  expect(found.e90).toBeLessThanOrEqual(found.emax);
  expect(found.ici).toBeLessThanOrEqual(found.emax);
  expect(found.eci).toBeGreaterThanOrEqual(100 * found.ici ** 2);
});
