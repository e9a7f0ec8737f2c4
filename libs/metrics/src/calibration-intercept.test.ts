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
import { calibrationIntercept } from './calibration-intercept.ts';
import { calibrationInterval } from './calibration-interval.ts';
import type { Judged } from './judged.ts';

describe('by hand', () => {
  test('two groups: the line through their observed logits, at p = 0.5', () => {
    // 2 of 3 events at 0.8, 1 of 4 at 0.2; the predicted logits are log 4 and −log 4.
    const data = judged([1, 1, 0, 1, 0, 0, 0], [0.8, 0.8, 0.8, 0.2, 0.2, 0.2, 0.2]);
    expectClose(estimated(calibrationIntercept(data)), (Math.log(2) + Math.log(1 / 3)) / 2, 1e-10);
  });
});

describe('reference', () => {
  itMatchesFixture<{ value: number; lower: number; upper: number }>(
    'calibration_intercept',
    1e-8,
    (data) => ({
      ...defined(calibrationInterval(data, 'calibration_intercept', 0.95)),
      value: estimated(calibrationIntercept(data)),
    }),
  );
});

describe.skipIf(goldenAbsent)('published', () => {
  test('National Wilms Tumor Study 4', () => {
    expectClose(estimated(calibrationIntercept(goldenJudged('nwtco_study4_pred.csv'))), -0.4220253132, 1e-9);
  });
});

describe('properties', () => {
  test('unchanged when every logit is doubled', () => {
    const { y, p } = cases.large as Judged;
    const doubled = p.map((risk) => risk ** 2 / (risk ** 2 + (1 - risk) ** 2));
    expectClose(
      estimated(calibrationIntercept({ y, p: doubled })),
      estimated(calibrationIntercept({ y, p })),
      1e-9,
    );
  });
});

describe('undefined and invalid', () => {
  test('p of exactly 0 or 1 has no logit, and no row is dropped for it', () => {
    expect(calibrationIntercept(judged([1, 0, 1], [0, 1, 0.5]))).toEqual({
      undefinedBecause: 'p is exactly 0 or 1 in 2 rows',
    });
  });
  test('one class', () => {
    expect(calibrationIntercept(judged([0, 0], [0.1, 0.2]))).toEqual({ undefinedBecause: 'no events' });
  });
  test('constant p has no slope to fit', () => {
    expect(calibrationIntercept(judged([1, 0, 1], [0.3, 0.3, 0.3]))).toEqual({
      undefinedBecause: 'singular: columns are collinear',
    });
  });
  test('p that separates the classes', () => {
    expect(calibrationIntercept(judged([1, 1, 0, 0], [0.9, 0.8, 0.2, 0.1]))).toEqual({
      undefinedBecause: 'separation: the likelihood has no maximum',
    });
  });
});
