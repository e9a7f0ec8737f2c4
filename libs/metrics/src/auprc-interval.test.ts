import { expit, logit } from '@raredx/stats';
import { describe, expect, test } from 'vitest';
import { cases, defined, estimated, expectClose, judged } from '../tests/reference.ts';
import { auprc } from './auprc.ts';
import { auprcInterval } from './auprc-interval.ts';
import type { Judged } from './judged.ts';

describe('by hand', () => {
  test('average precision 5/6 from 2 events', () => {
    const { lower, upper } = defined(auprcInterval(judged([1, 0, 1], [0.9, 0.5, 0.2]), 0.95));
    const margin = 1.959963984540054 / Math.sqrt(2 * (5 / 6) * (1 / 6));
    expectClose(lower, expit(Math.log(5) - margin), 1e-13);
    expectClose(upper, expit(Math.log(5) + margin), 1e-13);
  });
});

describe('properties', () => {
  test('the estimate lies in the middle on the logit scale', () => {
    const data = cases.rare as Judged;
    const { lower, upper } = defined(auprcInterval(data, 0.9));
    expectClose((logit(lower) + logit(upper)) / 2, logit(estimated(auprc(data))), 1e-12);
  });
});

describe('undefined and invalid', () => {
  test('one class, or a perfect order', () => {
    expect(auprcInterval(judged([0], [0.5]), 0.95)).toEqual({ undefinedBecause: 'no events' });
    expect(auprcInterval(cases.separated as Judged, 0.95)).toEqual({
      undefinedBecause: 'average precision is exactly 1: its logit is infinite',
    });
  });
});
