import { describe, expect, test } from 'vitest';
import { defined, expectClose, readDocument } from '../tests/reference.ts';
import { proportionDifference } from './proportion-difference.ts';

interface Row {
  readonly counts: readonly [number, number, number, number];
  readonly confidence: number;
  readonly newcombe: readonly [number, number];
}

describe('reference', () => {
  const { differences } = readDocument<{ differences: Row[] }>('proportions');
  test.each(differences)('$counts at $confidence', ({ counts: [a, m, b, n], confidence, newcombe }) => {
    const got = defined(
      proportionDifference({ successes: a, total: m }, { successes: b, total: n }, { confidence }),
    );
    expectClose(got.lower, newcombe[0], 1e-11);
    expectClose(got.upper, newcombe[1], 1e-11);
  });
});

describe('published', () => {
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])('Newcombe 1998, Stat Med 17:873, Table II, method 10: %s/%s − %s/%s', (a, m, b, n, low, high) => {
    const got = defined(
      proportionDifference({ successes: a, total: m }, { successes: b, total: n }, { confidence: 0.95 }),
    );
    expect([got.lower, got.upper].map((limit) => Number(limit.toFixed(4)))).toEqual([low, high]);
  });
});

describe('properties', () => {
  test('first − second is −(second − first)', () => {
    const [a, b] = [
      { successes: 5, total: 9 },
      { successes: 2, total: 30 },
    ];
    const forth = defined(proportionDifference(a, b, { confidence: 0.9 }));
    const back = defined(proportionDifference(b, a, { confidence: 0.9 }));
    expect(forth.difference).toBe(-back.difference);
    expectClose(forth.lower, -back.upper, 1e-13);
  });
});

describe('undefined and invalid', () => {
  test('nobody in one of them', () => {
    expect(
      proportionDifference({ successes: 1, total: 2 }, { successes: 0, total: 0 }, { confidence: 0.9 }),
    ).toEqual({
      undefinedBecause: 'no rows',
    });
  });
});
