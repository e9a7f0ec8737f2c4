import { describe, expect, test } from 'vitest';
import {
  cases,
  defined,
  estimated,
  expectClose,
  goldenAbsent,
  goldenColumns,
  judged,
} from '../tests/reference.ts';
import { decisionCurve } from './decision-curve.ts';
import type { Judged } from './judged.ts';
import { netBenefit } from './net-benefit.ts';

// The reference is in net-benefit.test.ts; here each point must be the net benefit at its threshold.

describe('by hand', () => {
  test('one event above, one non-event below ½', () => {
    expect(decisionCurve(judged([1, 0], [0.9, 0.1]), Float64Array.of(0.5))).toEqual({
      netBenefit: Float64Array.of(0.5),
      treatAll: Float64Array.of(0),
    });
  });
});

describe.skipIf(goldenAbsent)('published', () => {
  test('dcurves tutorial: treat all among 750 patients, printed to six decimals', () => {
    const { cancer = [], cancerpredmarker = [] } = goldenColumns('dcurves_df_binary.csv');
    const data = judged(
      cancer.map((text) => (text === 'True' ? 1 : 0)),
      cancerpredmarker.map(Number),
    );
    const { treatAll } = defined(decisionCurve(data, Float64Array.of(0.05, 0.1, 0.15, 0.2, 0.25, 0.3)));
    expect(Array.from(treatAll, (value) => Number(value.toFixed(6)))).toEqual([
      0.094737, 0.044444, -0.011765, -0.075, -0.146667, -0.228571,
    ]);
  });
});

describe('properties', () => {
  test.each(['large', 'tied', 'weighted', 'edges'])(
    'each point is the net benefit at its threshold: %s',
    (name) => {
      const data = cases[name] as Judged;
      const thresholds = Float64Array.of(0.5, 0, 0.1, 0.99, 0.3, 0.1, 0.7);
      const curve = defined(decisionCurve(data, thresholds));
      const everyone = { ...data, p: new Float64Array(data.p.length).fill(1) };
      thresholds.forEach((threshold, i) => {
        expectClose(curve.netBenefit[i] as number, estimated(netBenefit(data, threshold)), 1e-12);
        expectClose(curve.treatAll[i] as number, estimated(netBenefit(everyone, threshold)), 1e-12);
      });
    },
  );
});

describe('undefined and invalid', () => {
  test('no rows, threshold 1', () => {
    expect(decisionCurve(judged([], []), Float64Array.of(0.5))).toEqual({ undefinedBecause: 'no rows' });
    expect(decisionCurve(judged([1], [0.5]), Float64Array.of(1))).toEqual({
      undefinedBecause: 'at threshold 1 false positives weigh infinitely',
    });
  });
  test('a threshold outside [0, 1]', () => {
    expect(() => decisionCurve(judged([1], [0.5]), Float64Array.of(0.1, -1))).toThrow(
      'threshold outside [0, 1] (-1)',
    );
  });
});
