import { describe, expect, test } from 'vitest';
import {
  estimated,
  expectClose,
  goldenAbsent,
  goldenJudged,
  itMatchesMetric,
  judged,
} from '../tests/reference.ts';
import { auprc } from './auprc.ts';

describe('by hand', () => {
  test('precision 1 at the first event, 2/3 at the second', () => {
    expect(auprc(judged([1, 0, 1], [0.9, 0.5, 0.2]))).toEqual({ value: (1 + 2 / 3) / 2 });
  });
  test('ties enter together', () => {
    expect(auprc(judged([1, 0, 0, 1], [0.5, 0.5, 0.1, 0.9]))).toEqual({ value: (1 + 2 / 3) / 2 });
  });
});

describe('reference', () => {
  itMatchesMetric('auprc', 1e-12, auprc);
});

describe('published', () => {
  test("scikit-learn's documented example: 0.83", () => {
    expect(auprc(judged([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]))).toEqual({ value: (1 + 2 / 3) / 2 });
  });
  test.skipIf(goldenAbsent)('National Wilms Tumor Study 4', () => {
    expectClose(estimated(auprc(goldenJudged('nwtco_study4_pred.csv'))), 0.31118926637230926, 1e-13);
  });
});

describe('properties', () => {
  test('every p equal gives the prevalence', () => {
    expect(auprc(judged([1, 0, 0, 0], [0.3, 0.3, 0.3, 0.3]))).toEqual({ value: 1 / 4 });
  });
  test('a non-event below every event changes nothing', () => {
    const value = auprc(judged([1, 0, 1], [0.9, 0.5, 0.2]));
    expect(auprc(judged([1, 0, 1, 0], [0.9, 0.5, 0.2, 0.1]))).toEqual(value);
  });
});

describe('undefined and invalid', () => {
  test('one class', () => {
    expect(auprc(judged([0, 0], [0.1, 0.2]))).toEqual({ undefinedBecause: 'no events' });
    expect(auprc(judged([1, 1], [0.1, 0.2]))).toEqual({ undefinedBecause: 'no non-events' });
  });
});
