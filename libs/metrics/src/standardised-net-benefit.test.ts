import { describe, expect, test } from 'vitest';
import {
  cases,
  estimated,
  expectClose,
  goldenAbsent,
  goldenColumns,
  itMatchesFixture,
  judged,
} from '../tests/reference.ts';
import type { Judged } from './judged.ts';
import { sensitivity } from './sensitivity.ts';
import { specificity } from './specificity.ts';
import { standardisedNetBenefit } from './standardised-net-benefit.ts';

describe('by hand', () => {
  test('2 of 3 events and 1 of 2 non-events at or above 0.5', () => {
    const data = judged([1, 1, 1, 0, 0], [0.9, 0.5, 0.2, 0.7, 0.1]);
    expectClose(estimated(standardisedNetBenefit(data, 0.5)), (2 - 1) / 3, 1e-15);
  });
});

describe('reference', () => {
  itMatchesFixture<(number | null)[]>('standardised_net_benefit', 1e-12, (data) =>
    [0.1, 0.3, 0.5].map((threshold) => {
      const estimate = standardisedNetBenefit(data, threshold);
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
      expect(
        Math.abs(estimated(standardisedNetBenefit(data, t)) - (printed[i] ?? Number.NaN) / 0.14),
      ).toBeLessThan(5.1e-7 / 0.14);
    });
  });
});

describe('properties', () => {
  test('is sensitivity minus false-positive rate times the odds of non-events and of the threshold', () => {
    const data = cases.large as Judged;
    const t = 0.3;
    const events = data.y.reduce((sum, outcome) => sum + outcome, 0);
    const odds = (data.y.length - events) / events;
    const falsePositiveRate = 1 - estimated(specificity(data, t));
    const expected = estimated(sensitivity(data, t)) - falsePositiveRate * odds * (t / (1 - t));
    expectClose(estimated(standardisedNetBenefit(data, t)), expected, 1e-12);
  });
});

describe('undefined and invalid', () => {
  test('no events', () => {
    expect(standardisedNetBenefit(judged([0, 0], [0.6, 0.1]), 0.5)).toEqual({
      undefinedBecause: 'no events',
    });
  });
  test('threshold 1', () => {
    expect(standardisedNetBenefit(judged([1, 0], [0.6, 0.1]), 1)).toHaveProperty('undefinedBecause');
  });
  test('a threshold outside [0, 1]', () => {
    expect(() => standardisedNetBenefit(judged([1, 0], [0.5, 0.5]), 1.2)).toThrow(
      'standardised_net_benefit: threshold outside [0, 1] (1.2)',
    );
  });
});
