import { describe, expect, test } from 'vitest';
import { judged } from '../tests/reference.ts';
import { netReclassification } from './net-reclassification.ts';

describe('by hand', () => {
  test('of 2 events one up; of 3 non-events one down, one up across two thresholds', () => {
    const from = judged([1, 1, 0, 0, 0], [0.1, 0.5, 0.5, 0.1, 0.1]);
    const to = Float64Array.of(0.3, 0.6, 0.1, 0.9, 0.15);
    expect(netReclassification(from, to, [0.2, 0.7])).toEqual({ ofEvents: 1 / 2, ofNonEvents: 0 });
  });
});

describe('properties', () => {
  test('without non-events there is nothing to say, as without events', () => {
    const q = Float64Array.of(0.9);
    const only = (y: number) => netReclassification(judged([y], [0.1]), q, [0.5]);
    expect([only(1), only(0)]).toEqual([
      { undefinedBecause: 'no non-events' },
      { undefinedBecause: 'no events' },
    ]);
  });
  test('back is minus forth', () => {
    const [p, q] = [Float64Array.of(0.1, 0.6, 0.5), Float64Array.of(0.9, 0.1, 0.1)];
    const y = Uint8Array.of(1, 0, 0);
    expect(netReclassification({ y, p }, q, [0.5])).toEqual({ ofEvents: 1, ofNonEvents: 1 });
    expect(netReclassification({ y, p: q }, p, [0.5])).toEqual({ ofEvents: -1, ofNonEvents: -1 });
  });
});

describe('undefined and invalid', () => {
  test('one class, no threshold, other rows', () => {
    const data = judged([0], [0.1]);
    expect(netReclassification(data, Float64Array.of(0.2), [0.5])).toEqual({ undefinedBecause: 'no events' });
    expect(() => netReclassification(data, Float64Array.of(0.2), [])).toThrow(
      'net reclassification: no threshold',
    );
    expect(() => netReclassification(data, Float64Array.of(0.2, 0.1), [0.5])).toThrow(
      'p has 2 rows, y has 1',
    );
  });
});
