import { describe, expect, test } from 'vitest';
import {
  estimated,
  expectClose,
  goldenAbsent,
  goldenJudged,
  itMatchesMetric,
  judged,
} from '../tests/reference.ts';
import { brierScaled } from './brier-scaled.ts';

describe('by hand', () => {
  test('Brier 1/16 against 1/4', () => {
    expect(brierScaled(judged([1, 0], [0.75, 0.25]))).toEqual({ value: 1 - 0.0625 / 0.25 });
  });
});

describe('reference', () => {
  itMatchesMetric('brier_scaled', 1e-12, brierScaled);
});

describe.skipIf(goldenAbsent)('published', () => {
  test('National Wilms Tumor Study 4, from the printed Brier score', () => {
    const data = goldenJudged('nwtco_study4_pred.csv');
    const rate = data.y.reduce((sum, outcome) => sum + outcome, 0) / data.y.length;
    expectClose(estimated(brierScaled(data)), 1 - 0.10567431371965358 / (rate * (1 - rate)), 1e-11);
  });
});

describe('properties', () => {
  test('0 when the prevalence is predicted throughout, negative when worse', () => {
    expect(brierScaled(judged([1, 0, 0, 0], [0.25, 0.25, 0.25, 0.25]))).toEqual({ value: 0 });
    expect(estimated(brierScaled(judged([1, 0], [0.25, 0.75])))).toBeLessThan(0);
  });
});

describe('undefined and invalid', () => {
  test('one class has no variance to explain', () => {
    expect(brierScaled(judged([0, 0], [0.1, 0.2]))).toEqual({ undefinedBecause: 'no events' });
    expect(brierScaled(judged([1], [0.1]))).toEqual({ undefinedBecause: 'no non-events' });
  });
});
