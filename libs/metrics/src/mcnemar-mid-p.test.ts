import { describe, expect, test } from 'vitest';
import { estimated, expectClose, readDocument } from '../tests/reference.ts';
import { mcnemarMidP } from './mcnemar-mid-p.ts';

describe('by hand', () => {
  test('0 against 3: 2/8 − 1/8', () => {
    expectClose(estimated(mcnemarMidP(0, 3)), 1 / 8, 1e-13);
  });
});

describe('reference', () => {
  const { mcnemar } = readDocument<{ mcnemar: { b: number; c: number; mid_p: number }[] }>('proportions');
  test.each(mcnemar)('$b against $c', ({ b, c, mid_p }) => {
    expectClose(estimated(mcnemarMidP(b, c)), mid_p, 1e-11);
    expectClose(estimated(mcnemarMidP(c, b)), mid_p, 1e-11);
  });
});

describe('published', () => {
  test('Fagerland 2013, Table 2: airway hyper-responsiveness, 1 against 7, mid-p 0.039', () => {
    expect(estimated(mcnemarMidP(1, 7)).toFixed(3)).toBe('0.039');
  });
});

describe('undefined and invalid', () => {
  test('no discordant pair', () => {
    expect(mcnemarMidP(0, 0)).toEqual({ undefinedBecause: 'no discordant pair' });
  });
  test('not counts', () => {
    expect(() => mcnemarMidP(1.5, 2)).toThrow('mcnemar: not counts (1.5, 2)');
    expect(() => mcnemarMidP(-1, 2)).toThrow('mcnemar: not counts (-1, 2)');
  });
});
