import { describe, expect, test } from 'vitest';
import { meanReciprocalRank } from './mean-reciprocal-rank.ts';
import { topK } from './top-k.ts';

const rank = Float64Array.of(1, 4, Number.POSITIVE_INFINITY, 2);

describe('by hand', () => {
  test('ranks 1, 4, none, 2', () => {
    expect(topK({ rank }, 1)).toEqual({ value: 1 / 4 });
    expect(topK({ rank }, 3)).toEqual({ value: 2 / 4 });
    expect(topK({ rank }, 10)).toEqual({ value: 3 / 4 });
    expect(meanReciprocalRank({ rank })).toEqual({ value: (1 + 1 / 4 + 0 + 1 / 2) / 4 });
  });
  test('a tie for the first place is no hit at 1', () => {
    expect(topK({ rank: Float64Array.of(1.5) }, 1)).toEqual({ value: 0 });
  });
});

describe('properties', () => {
  test('weight k is k copies', () => {
    const w = Float64Array.of(2, 0, 1, 3);
    const copies = Float64Array.of(1, 1, Number.POSITIVE_INFINITY, 2, 2, 2);
    expect(topK({ rank, w }, 1)).toEqual(topK({ rank: copies }, 1));
    expect(meanReciprocalRank({ rank, w })).toEqual(meanReciprocalRank({ rank: copies }));
  });
});

describe('undefined and invalid', () => {
  test('no cases', () => {
    expect(topK({ rank: new Float64Array(0) }, 1)).toEqual({ undefinedBecause: 'no rows' });
    expect(meanReciprocalRank({ rank: Float64Array.of(1), w: Float64Array.of(0) })).toEqual({
      undefinedBecause: 'no rows',
    });
  });
  test('0-based ranks, NaN, weights', () => {
    expect(() => topK({ rank: Float64Array.of(1, 0) }, 1)).toThrow(
      'top_1: rank below 1 (first: row 1, rank = 0)',
    );
    expect(() => meanReciprocalRank({ rank: Float64Array.of(Number.NaN) })).toThrow('mrr: rank below 1');
    expect(() => topK({ rank, w: Float64Array.of(1) }, 1)).toThrow('w has 1 rows, rank has 4');
    expect(() => topK({ rank: Float64Array.of(1), w: Float64Array.of(-1) }, 1)).toThrow('weight negative');
    expect(() => meanReciprocalRank({ rank: Float64Array.of(1), w: Float64Array.of(-1) })).toThrow(
      'mrr: weight negative',
    );
  });
});
