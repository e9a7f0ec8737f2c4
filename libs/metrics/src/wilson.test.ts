import { describe, expect, test } from 'vitest';
import { coverage } from '../tests/coverage.ts';
import { defined, expectClose, readDocument } from '../tests/reference.ts';
import { wilson } from './wilson.ts';

interface Row {
  readonly successes: number;
  readonly total: number;
  readonly confidence: number;
  readonly wilson: readonly [number, number];
}

describe('by hand', () => {
  test('0 of n: the upper limit is z² / (n + z²)', () => {
    const square = 1.959963984540054 ** 2;
    const { lower, upper, method } = defined(wilson(0, 10, 0.95));
    expect([lower, method]).toEqual([0, 'Wilson']);
    expectClose(upper, square / (10 + square), 1e-14);
  });
});

describe('reference', () => {
  const { proportions } = readDocument<{ proportions: Row[] }>('proportions');
  test.each(proportions)('$successes of $total at $confidence', (row) => {
    const { lower, upper } = defined(wilson(row.successes, row.total, row.confidence));
    expectClose(lower, row.wilson[0], 1e-12);
    expectClose(upper, row.wilson[1], 1e-12);
  });
});

describe('published', () => {
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('Newcombe 1998, Stat Med 17:857, Table I, method 3: %s of %s', (successes, total, low, high) => {
    const { lower, upper } = defined(wilson(successes, total, 0.95));
    expect([lower, upper].map((limit) => Number(limit.toFixed(4)))).toEqual([low, high]);
  });
});

describe('properties', () => {
  test('covers 95 % on average over all shares, n = 20, though not at each: exact', () => {
    const shares = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
    const all = shares.map((share) => coverage(share, 20, (k) => wilson(k, 20, 0.95)));
    expect(Math.abs(all.reduce((sum, value) => sum + value, 0) / all.length - 0.95)).toBeLessThan(0.01);
    expect(Math.min(...all)).toBeGreaterThan(0.83);
  });
  test('holds the share, stays in [0, 1], and turns round with it', () => {
    for (const total of [1, 2, 7, 1000]) {
      for (let successes = 0; successes <= total; successes += Math.max(1, total / 4)) {
        const { lower, upper } = defined(wilson(successes, total, 0.95));
        const turned = defined(wilson(total - successes, total, 0.95));
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(successes / total);
        expect(upper).toBeGreaterThanOrEqual(successes / total);
        expectClose(turned.lower, 1 - upper, 1e-11);
      }
    }
  });
});

describe('undefined and invalid', () => {
  test('nobody', () => {
    expect(wilson(0, 0, 0.95)).toEqual({ undefinedBecause: 'no rows' });
  });
  test('not a proportion', () => {
    expect(() => wilson(3, 2, 0.95)).toThrow('wilson: not a proportion (3 of 2)');
    expect(() => wilson(-1, 2, 0.95)).toThrow('wilson: not a proportion (-1 of 2)');
    expect(() => wilson(1, 2, 95)).toThrow('wilson: confidence outside (0, 1) (95)');
    expect(() => wilson(Number.NaN, 2, 0.95)).toThrow('wilson: not a proportion');
  });
});
