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
import { calibrationInTheLarge } from './calibration-in-the-large.ts';
import { calibrationInterval } from './calibration-interval.ts';
import type { Judged } from './judged.ts';

describe('by hand', () => {
  test('constant p: the observed logit minus the predicted', () => {
    const value = calibrationInTheLarge(judged([1, 0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5, 0.5]));
    expectClose(estimated(value), Math.log(1 / 4), 1e-12);
  });
});

describe('reference', () => {
  itMatchesFixture<{ value: number; lower: number; upper: number }>(
    'calibration_in_the_large',
    1e-8,
    (data) => ({
      ...defined(calibrationInterval(data, 'calibration_in_the_large', 0.95)),
      value: estimated(calibrationInTheLarge(data)),
    }),
  );
});

describe.skipIf(goldenAbsent)('published', () => {
  test('National Wilms Tumor Study 4', () => {
    expectClose(estimated(calibrationInTheLarge(goldenJudged('nwtco_study4_pred.csv'))), -0.1675646807, 1e-9);
  });
});

describe('properties', () => {
  test('undoes a shift of every logit', () => {
    const { y, p } = cases.large as Judged;
    const shifted = p.map((risk) => 1 / (1 + Math.exp(-Math.log(risk / (1 - risk)) - 0.7)));
    const [before, after] = [calibrationInTheLarge({ y, p }), calibrationInTheLarge({ y, p: shifted })];
    expectClose(estimated(after), estimated(before) - 0.7, 1e-9);
  });
});

describe('undefined and invalid', () => {
  test('p of exactly 0 or 1 has no logit, and no row is dropped for it', () => {
    expect(calibrationInTheLarge(judged([1, 0, 1], [0, 1, 0.5]))).toEqual({
      undefinedBecause: 'p is exactly 0 or 1 in 2 rows',
    });
  });
  test('one class', () => {
    expect(calibrationInTheLarge(judged([0, 0], [0.1, 0.2]))).toEqual({ undefinedBecause: 'no events' });
  });
});
