import { describe, expect, test } from 'vitest';
import { defined, expectClose, judged } from '../tests/reference.ts';
import { oeInterval } from './oe-interval.ts';

// The reference is in oe-ratio.test.ts: one fixture for the ratio and its interval.

describe('by hand', () => {
  test('1 event of 2 against 0.8 expected: SE √(1/2)', () => {
    const { lower, upper, method } = defined(oeInterval(judged([1, 0], [0.5, 0.3]), 0.95));
    expectClose(lower, 1.25 * Math.exp(-1.959963984540054 * Math.SQRT1_2), 1e-13);
    expectClose(upper, 1.25 * Math.exp(1.959963984540054 * Math.SQRT1_2), 1e-13);
    expect(method).toBe('log scale, expected fixed');
  });
});

describe('undefined and invalid', () => {
  test('no event observed: exact, from 0', () => {
    const { lower, upper, method } = defined(oeInterval(judged([0, 0, 0, 0], [0.1, 0.2, 0.3, 0.4]), 0.95));
    expect(lower).toBe(0);
    expectClose(upper, (1 - 0.025 ** (1 / 4)) / 0.25, 1e-11);
    expect(method).toBe('Clopper-Pearson of the observed rate over mean p');
  });
  test('nothing but events: exact, up to 1 / mean p', () => {
    const { lower, upper } = defined(oeInterval(judged([1, 1], [0.5, 0.3]), 0.95));
    expectClose(upper, 1 / 0.4, 1e-13);
    expectClose(lower, Math.sqrt(0.025) / 0.4, 1e-11);
  });
  test('no event expected, no rows', () => {
    expect(oeInterval(judged([0, 1], [0, 0]), 0.95)).toEqual({
      undefinedBecause: 'no event is expected: every p is 0',
    });
    expect(oeInterval(judged([], []), 0.95)).toEqual({ undefinedBecause: 'no rows' });
    expect(() => oeInterval(judged([0], [2]), 0.95)).toThrow('oe_ratio: p outside [0, 1]');
    expect(() => oeInterval(judged([0], [0.2]), 1)).toThrow('oe_ratio: confidence outside (0, 1) (1)');
  });
});
