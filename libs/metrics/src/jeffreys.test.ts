import { describe, expect, test } from 'vitest';
import { coverage } from '../tests/coverage.ts';
import { defined, expectClose, readDocument } from '../tests/reference.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { jeffreys } from './jeffreys.ts';

interface Row {
  readonly successes: number;
  readonly total: number;
  readonly confidence: number;
  readonly jeffreys: readonly [number, number];
}

describe('by hand', () => {
  test('1 of 2: the arcsine quantiles do not apply, but the interval is symmetric about 1/2', () => {
    const { lower, upper } = defined(jeffreys(1, 2, 0.95));
    expectClose(lower, 1 - upper, 1e-12);
  });
});

describe('reference', () => {
  const { proportions } = readDocument<{ proportions: Row[] }>('proportions');
  test.each(proportions)('$successes of $total at $confidence', (row) => {
    const { lower, upper } = defined(jeffreys(row.successes, row.total, row.confidence));
    if (row.successes > 0) expectClose(lower, row.jeffreys[0], 1e-10);
    if (row.successes < row.total) expectClose(upper, row.jeffreys[1], 1e-10);
  });
});

describe('properties', () => {
  test('covers 95 % on average over all shares, n = 20, though not at each: exact', () => {
    const shares = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
    const all = shares.map((share) => coverage(share, 20, (k) => jeffreys(k, 20, 0.95)));
    expect(Math.abs(all.reduce((sum, value) => sum + value, 0) / all.length - 0.95)).toBeLessThan(0.01);
    expect(Math.min(...all)).toBeGreaterThan(0.84);
  });
  test('lies inside Clopper–Pearson', () => {
    for (let successes = 0; successes <= 12; successes++) {
      const narrow = defined(jeffreys(successes, 12, 0.95));
      const wide = defined(clopperPearson(successes, 12, 0.95));
      expect(narrow.lower).toBeGreaterThanOrEqual(wide.lower);
      expect(narrow.upper).toBeLessThanOrEqual(wide.upper);
    }
  });
});

describe('undefined and invalid', () => {
  test('nobody', () => {
    expect(jeffreys(0, 0, 0.95)).toEqual({ undefinedBecause: 'no rows' });
  });
  test('all or none reach the boundary exactly', () => {
    expect(jeffreys(0, 5, 0.95)).toMatchObject({ lower: 0 });
    expect(jeffreys(5, 5, 0.95)).toMatchObject({ upper: 1 });
  });
  test('not a proportion', () => {
    expect(() => jeffreys(3, 2, 0.95)).toThrow('not a proportion (3 of 2)');
  });
});
