import { describe, expect, test } from 'vitest';
import {
  estimated,
  expectClose,
  goldenAbsent,
  goldenJudged,
  itMatchesMetric,
  judged,
} from '../tests/reference.ts';
import { logLoss } from './log-loss.ts';

describe('by hand', () => {
  test('a coin costs log 2', () => {
    expect(logLoss(judged([1, 0], [0.5, 0.5]))).toEqual({ value: Math.LN2 });
  });
  test('an event at 1/4 costs log 4', () => {
    expectClose(estimated(logLoss(judged([1, 0], [0.25, 0.5]))), (Math.log(4) + Math.log(2)) / 2, 1e-15);
  });
});

describe('reference', () => {
  itMatchesMetric('log_loss', 1e-12, logLoss);
});

describe.skipIf(goldenAbsent)('published', () => {
  test('National Wilms Tumor Study 4', () => {
    expectClose(estimated(logLoss(goldenJudged('nwtco_study4_pred.csv'))), 0.3589510909335464, 1e-13);
  });
});

describe('properties', () => {
  test('a risk of exactly 0 or 1 that came true costs nothing', () => {
    expect(logLoss(judged([1, 0], [1, 0]))).toEqual({ value: 0 });
  });
});

describe('undefined and invalid', () => {
  test('infinite where the impossible happened', () => {
    expect(logLoss(judged([1, 0, 1], [0, 1, 0.5]))).toEqual({
      undefinedBecause: 'infinite: p is exactly 0 or 1 against the outcome in 2 rows',
    });
  });
  test('a row of weight 0 is absent', () => {
    expect(logLoss(judged([1, 0], [0, 0.5], [0, 1]))).toEqual({ value: Math.LN2 });
  });
});
