import { binomialCdf } from '@raredx/stats';
import { describe, expect, test } from 'vitest';
import { coverage } from '../tests/coverage.ts';
import { defined, expectClose, readDocument } from '../tests/reference.ts';

import { clopperPearson } from './clopper-pearson.ts';

interface Row {
  readonly successes: number;
  readonly total: number;
  readonly confidence: number;
  readonly clopper_pearson: readonly [number, number];
}

describe('by hand', () => {
  test('0 of 1 and 1 of 1: the quantiles of a uniform', () => {
    expectClose(defined(clopperPearson(0, 1, 0.9)).upper, 0.95, 1e-12);
    expectClose(defined(clopperPearson(1, 1, 0.9)).lower, 0.05, 1e-12);
  });
});

describe('reference', () => {
  const { proportions } = readDocument<{ proportions: Row[] }>('proportions');
  test.each(proportions)('$successes of $total at $confidence', (row) => {
    const { lower, upper } = defined(clopperPearson(row.successes, row.total, row.confidence));
    expectClose(lower, row.clopper_pearson[0], 1e-10);
    expectClose(upper, row.clopper_pearson[1], 1e-10);
  });
});

describe('published', () => {
  test.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('Newcombe 1998, Stat Med 17:857, Table I, method 5: %s of %s', (successes, total, low, high) => {
    const { lower, upper } = defined(clopperPearson(successes, total, 0.95));
    expect([lower, upper].map((limit) => Number(limit.toFixed(4)))).toEqual([low, high]);
  });
});

describe('properties', () => {
  test('each limit leaves its tail: P(X >= k | lower) = P(X <= k | upper) = 2.5 %', () => {
    const { lower, upper } = defined(clopperPearson(4, 11, 0.95));
    expectClose(1 - binomialCdf(3, 11, lower), 0.025, 1e-10);
    expectClose(binomialCdf(4, 11, upper), 0.025, 1e-10);
  });
  test('covers at least 95 % at every share: exact, n = 20', () => {
    for (let share = 0.01; share < 1; share += 0.01) {
      expect(coverage(share, 20, (k) => clopperPearson(k, 20, 0.95))).toBeGreaterThanOrEqual(0.95);
    }
  });
});

describe('undefined and invalid', () => {
  test('nobody', () => {
    expect(clopperPearson(0, 0, 0.95)).toEqual({ undefinedBecause: 'no rows' });
  });
  test('all or none reach the boundary exactly', () => {
    expect(clopperPearson(0, 5, 0.95)).toMatchObject({ lower: 0 });
    expect(clopperPearson(5, 5, 0.95)).toMatchObject({ upper: 1 });
  });
  test('not a proportion', () => {
    expect(() => clopperPearson(3, 2, 0.95)).toThrow('not a proportion (3 of 2)');
  });
});
