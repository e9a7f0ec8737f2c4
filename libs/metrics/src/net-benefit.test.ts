import { describe, expect, test } from 'vitest';
import {
  estimated,
  expectClose,
  goldenAbsent,
  goldenColumns,
  itMatchesFixture,
  judged,
} from '../tests/reference.ts';
import { netBenefit } from './net-benefit.ts';

describe('by hand', () => {
  test('2 of 3 events and 1 of 2 non-events at or above 0.5', () => {
    const data = judged([1, 1, 1, 0, 0], [0.9, 0.5, 0.2, 0.7, 0.1]);
    expectClose(estimated(netBenefit(data, 0.5)), (2 - 1) / 5, 1e-15);
  });
});

describe('reference', () => {
  itMatchesFixture<(number | null)[]>('net_benefit', 1e-12, (data) =>
    [0.1, 0.3, 0.5].map((threshold) => {
      const estimate = netBenefit(data, threshold);
      return 'value' in estimate ? estimate.value : null;
    }),
  );
});

describe.skipIf(goldenAbsent)('published', () => {
  test('dcurves tutorial: cancer among 750 patients, printed to six decimals', () => {
    const { cancer = [], cancerpredmarker = [] } = goldenColumns('dcurves_df_binary.csv');
    const data = judged(
      cancer.map((text) => (text === 'True' ? 1 : 0)),
      cancerpredmarker.map(Number),
    );
    const printed = [0.105544, 0.087407, 0.079216, 0.067333, 0.064, 0.054667];
    [0.05, 0.1, 0.15, 0.2, 0.25, 0.3].forEach((t, i) => {
      expect(Math.abs(estimated(netBenefit(data, t)) - (printed[i] ?? Number.NaN))).toBeLessThan(5.1e-7);
    });
  });
});

describe('properties', () => {
  test('at threshold 0 it is the prevalence, as treating all has no cost', () => {
    expect(netBenefit(judged([1, 0, 0, 0], [0.5, 0.2, 0, 0.9]), 0)).toEqual({ value: 1 / 4 });
  });
  test('a perfect model attains the prevalence at every threshold', () => {
    for (const t of [0.1, 0.5, 0.9]) expect(netBenefit(judged([1, 0], [1, 0]), t)).toEqual({ value: 1 / 2 });
  });
});

describe('undefined and invalid', () => {
  test('threshold 1', () => {
    expect(netBenefit(judged([1, 0], [0.6, 0.6]), 1)).toEqual({
      undefinedBecause: 'at threshold 1 false positives weigh infinitely',
    });
  });
  test('no events is a number: only harm is left', () => {
    expect(netBenefit(judged([0, 0], [0.6, 0.1]), 0.5)).toEqual({ value: -1 / 2 });
  });
  test('a threshold outside [0, 1]', () => {
    expect(() => netBenefit(judged([1, 0], [0.5, 0.5]), 1.2)).toThrow(
      'net_benefit: threshold outside [0, 1] (1.2)',
    );
  });
});
