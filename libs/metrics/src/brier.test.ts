import { describe, expect, test } from 'vitest';
import {
  estimated,
  expectClose,
  goldenAbsent,
  goldenJudged,
  itMatchesMetric,
  judged,
} from '../tests/reference.ts';
import { brier } from './brier.ts';

describe('by hand', () => {
  test('three rows', () => {
    expect(brier(judged([1, 0, 1], [0.75, 0, 0.5]))).toEqual({ value: (0.0625 + 0 + 0.25) / 3 });
  });
  test('a weight of 5 is 5, not a softmax of it', () => {
    expect(brier(judged([1, 1], [1, 0], [1, 5]))).toEqual({ value: 5 / 6 });
  });
});

describe('reference', () => {
  itMatchesMetric('brier', 1e-12, brier);
});

describe.skipIf(goldenAbsent)('published', () => {
  test('National Wilms Tumor Study 4', () => {
    expectClose(estimated(brier(goldenJudged('nwtco_study4_pred.csv'))), 0.10567431371965358, 1e-13);
  });
});

describe('properties', () => {
  test('predicting the prevalence throughout gives π(1 − π)', () => {
    expect(brier(judged([1, 0, 0, 0], [0.25, 0.25, 0.25, 0.25]))).toEqual({ value: 0.25 * 0.75 });
  });
});

describe('undefined and invalid', () => {
  test('no rows', () => {
    expect(brier(judged([], []))).toEqual({ undefinedBecause: 'no rows' });
  });
  test('p outside [0, 1]', () => {
    expect(() => brier(judged([1, 0], [0.5, -0.1]))).toThrow(
      'brier: p outside [0, 1] (first: row 1, p = -0.1)',
    );
  });
});
