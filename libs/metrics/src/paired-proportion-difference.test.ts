import { describe, expect, test } from 'vitest';
import { defined, expectClose } from '../tests/reference.ts';
import { mcnemarMidP } from './mcnemar-mid-p.ts';
import { pairedProportionDifference } from './paired-proportion-difference.ts';
import { proportionDifference } from './proportion-difference.ts';

const counts = (both: number, firstOnly: number, secondOnly: number, neither: number) => ({
  both,
  firstOnly,
  secondOnly,
  neither,
});

describe('published', () => {
  test('Newcombe 1998, Stat Med 17:2635, Table III, method 10: 36, 12, 2, 0', () => {
    const got = defined(pairedProportionDifference(counts(36, 12, 2, 0), { confidence: 0.95 }));
    expect(got.difference).toBe(0.2);
    expect([got.lower, got.upper].map((limit) => Number(limit.toFixed(4)))).toEqual([0.0569, 0.3404]);
  });
});

describe('properties', () => {
  test('without correlation it is the unpaired interval', () => {
    const paired = defined(pairedProportionDifference(counts(4, 4, 4, 4), { confidence: 0.95 }));
    const unpaired = defined(
      proportionDifference({ successes: 8, total: 16 }, { successes: 8, total: 16 }, { confidence: 0.95 }),
    );
    expectClose(paired.lower, unpaired.lower, 1e-13);
  });
  test('agreement narrows it', () => {
    const width = (table: ReturnType<typeof counts>): number => {
      const { lower, upper } = defined(pairedProportionDifference(table, { confidence: 0.95 }));
      return upper - lower;
    };
    expect(width(counts(40, 10, 10, 40))).toBeLessThan(width(counts(25, 25, 25, 25)));
  });
  test('turns round with the tests', () => {
    const forth = defined(pairedProportionDifference(counts(9, 5, 1, 3), { confidence: 0.95 }));
    const back = defined(pairedProportionDifference(counts(9, 1, 5, 3), { confidence: 0.95 }));
    expectClose(forth.lower, -back.upper, 1e-13);
  });
});

describe('undefined and invalid', () => {
  test('nobody; nobody positive', () => {
    expect(pairedProportionDifference(counts(0, 0, 0, 0), { confidence: 0.95 })).toEqual({
      undefinedBecause: 'no rows',
    });
    const none = defined(pairedProportionDifference(counts(0, 0, 0, 10), { confidence: 0.95 }));
    expect(none.difference).toBe(0);
    expect(none.upper).toBeGreaterThan(0);
  });
  test('no discordant pair', () => {
    expect(mcnemarMidP(0, 0)).toEqual({ undefinedBecause: 'no discordant pair' });
  });
});
