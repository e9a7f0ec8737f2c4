import { describe, expect, test } from 'vitest';
import {
  estimated,
  expectClose,
  goldenAbsent,
  goldenJudged,
  itMatchesMetric,
  judged,
} from '../tests/reference.ts';
import { ece } from './ece.ts';

describe('by hand', () => {
  test('two bins, each off by 1/4', () => {
    expect(ece(judged([1, 0], [0.75, 0.25]))).toEqual({ value: 0.25 });
  });
  test('errors of opposite sign cancel within a bin, not between bins', () => {
    expect(ece(judged([1, 0], [0.5, 0.5]))).toEqual({ value: 0 });
  });
});

describe('reference', () => {
  itMatchesMetric('ece', 1e-12, ece);
});

describe.skipIf(goldenAbsent)('published', () => {
  test('National Wilms Tumor Study 4', () => {
    expectClose(estimated(ece(goldenJudged('nwtco_study4_pred.csv'))), 0.02662546738543464, 1e-12);
  });
});

describe('properties', () => {
  test('a risk on an edge lies in the upper bin: every k / 10, and the double below it', () => {
    for (let k = 1; k < 10; k++) {
      const edge = k / 10;
      const below = edge * (1 - Number.EPSILON);
      // In one bin the signed errors of the two rows cancel; in two bins they add.
      const value = estimated(ece(judged([1, 0], [edge, below])));
      expectClose(value, (1 - edge + below) / 2, 1e-9, `edge ${edge}`);
    }
  });
});

describe('undefined and invalid', () => {
  test('no rows', () => {
    expect(ece(judged([], []))).toEqual({ undefinedBecause: 'no rows' });
  });
  test('p of exactly 0 and 1 have their bins', () => {
    expect(ece(judged([1, 0], [1, 0]))).toEqual({ value: 0 });
  });
});
