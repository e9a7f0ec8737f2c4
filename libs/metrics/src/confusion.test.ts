import { describe, expect, test } from 'vitest';
import { cases, judged } from '../tests/reference.ts';
import { confusion } from './confusion.ts';
import type { Judged } from './judged.ts';

describe('by hand', () => {
  test('a risk at the threshold is positive', () => {
    expect(confusion(judged([1, 0, 1], [0.9, 0.5, 0.2]), 0.5)).toEqual({
      truePositive: 1,
      falsePositive: 1,
      trueNegative: 0,
      falseNegative: 1,
    });
  });
  test('cells hold weights', () => {
    expect(confusion(judged([1, 0, 0], [0.9, 0.1, 0.2], [2, 0.5, 1]), 0.5)).toEqual({
      truePositive: 2,
      falsePositive: 0,
      trueNegative: 1.5,
      falseNegative: 0,
    });
  });
});

describe('properties', () => {
  test('every row is in one cell', () => {
    const data = cases.large as Judged;
    for (const threshold of [0, 0.1, 0.5, 1]) {
      const cells = Object.values(confusion(data, threshold)) as number[];
      expect(cells.reduce((sum, cell) => sum + cell, 0)).toBe(data.y.length);
    }
  });
});

describe('undefined and invalid', () => {
  test('no rows give an empty table', () => {
    expect(Object.values(confusion(judged([], []), 0.5))).toEqual([0, 0, 0, 0]);
  });
  test('a threshold outside [0, 1]', () => {
    expect(() => confusion(judged([1], [0.5]), Number.NaN)).toThrow(
      'confusion: threshold outside [0, 1] (NaN)',
    );
  });
});
