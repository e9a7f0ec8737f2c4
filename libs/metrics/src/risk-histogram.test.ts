import { describe, expect, test } from 'vitest';
import { cases, judged } from '../tests/reference.ts';
import type { Judged } from './judged.ts';
import { riskHistogram } from './risk-histogram.ts';

describe('by hand', () => {
  test('two bins', () => {
    expect(riskHistogram(judged([1, 0, 0], [0.5, 0.1, 1]), 2)).toEqual({
      edges: Float64Array.of(0, 0.5),
      events: Float64Array.of(0, 1),
      nonEvents: Float64Array.of(1, 1),
    });
  });
});

describe('properties', () => {
  test('every edge of 50 bins lies in its own bin, the double below it in the bin below', () => {
    for (let bin = 1; bin < 50; bin++) {
      const edge = bin / 50;
      const { events, nonEvents } = riskHistogram(judged([1, 0], [edge, edge * (1 - Number.EPSILON)]));
      expect([events.indexOf(1), nonEvents.indexOf(1)]).toEqual([bin, bin - 1]);
    }
  });
  test('every row is counted once', () => {
    const { events, nonEvents } = riskHistogram(cases.large as Judged);
    expect([...events, ...nonEvents].reduce((sum, count) => sum + count, 0)).toBe(2000);
  });
});

describe('undefined and invalid', () => {
  test('no rows give empty bins, no bins throw', () => {
    expect(riskHistogram(judged([], []), 1)).toEqual({
      edges: Float64Array.of(0),
      events: Float64Array.of(0),
      nonEvents: Float64Array.of(0),
    });
    expect(() => riskHistogram(judged([], []), 0)).toThrow('risk histogram: no number of bins (0)');
  });
});
