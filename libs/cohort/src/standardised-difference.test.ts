import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { categoricalDifference, continuousDifference } from './index.ts';

interface Case {
  readonly first: number[];
  readonly second: number[];
  readonly expected: number;
}
const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/standardised-difference.json', import.meta.url), 'utf8'),
) as { continuous: Case[]; categorical: Case[] };

describe('by hand', () => {
  it('means one standard deviation apart', () => {
    expect(continuousDifference([1, 2, 3], [2, 3, 4])).toBe(1);
  });
  it('two levels are the difference of proportions over its pooled standard deviation', () => {
    const [p, q] = [0.5, 0.2];
    const expected = Math.abs(p - q) / Math.sqrt((p * (1 - p) + q * (1 - q)) / 2);
    expect(categoricalDifference([5, 5], [8, 2])).toBeCloseTo(expected, 14);
  });
});

describe('reference: tableone', () => {
  it.each(fixture.continuous.map((sample, index) => ({ ...sample, index })))(
    'continuous $index',
    ({ first, second, expected }) => {
      expect(Math.abs((continuousDifference(first, second) ?? 0) / expected - 1)).toBeLessThan(1e-12);
    },
  );
  it.each(fixture.categorical)('categorical $first against $second', ({ first, second, expected }) => {
    expect(Math.abs((categoricalDifference(first, second) ?? 0) / expected - 1)).toBeLessThan(1e-12);
  });
});

describe('properties', () => {
  it('which group comes first, and which level, does not matter; absent levels do not count', () => {
    const expected = categoricalDifference([7, 2, 5], [1, 9, 4]) as number;
    expect(categoricalDifference([1, 9, 4], [7, 2, 5])).toBeCloseTo(expected, 13);
    expect(categoricalDifference([5, 7, 2], [4, 1, 9])).toBeCloseTo(expected, 13);
    expect(categoricalDifference([0, 7, 2, 5], [0, 1, 9, 4])).toBeCloseTo(expected, 13);
  });
});

describe('undefined', () => {
  it('is null, and 0 for equal groups', () => {
    expect(continuousDifference([1], [2, 3])).toBeNull();
    expect(continuousDifference([1, 1], [2, 2])).toBeNull();
    expect(continuousDifference([1, 1], [1, 1])).toBe(0);
    expect(categoricalDifference([0, 0], [1, 2])).toBeNull();
    expect(categoricalDifference([4, 0], [0, 4])).toBeNull();
    expect(categoricalDifference([4, 0], [4, 0])).toBe(0);
  });
});
