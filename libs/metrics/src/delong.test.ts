import { describe, expect, test } from 'vitest';
import {
  cases,
  defined,
  expectClose,
  goldenAbsent,
  goldenColumns,
  itMatchesFixture,
  judged,
} from '../tests/reference.ts';
import { copiesOf } from '../tests/rows.ts';
import { auroc } from './auroc.ts';
import { aurocInterval } from './auroc-interval.ts';
import { delong } from './delong.ts';
import type { Judged } from './judged.ts';

/** Pairwise, as the definition has it; quadratic. */
function slowPlacements({ y, p }: Judged): number[] {
  return Array.from(y, (outcome, i) => {
    const others = Array.from(y.keys()).filter((j) => y[j] !== outcome);
    const wins = others.map((j) => {
      const [event, other] = outcome === 1 ? [p[i], p[j]] : [p[j], p[i]];
      if (event === other) return 0.5;
      return Number(event) > Number(other) ? 1 : 0;
    });
    return wins.reduce<number>((sum, win) => sum + win, 0) / others.length;
  });
}

describe('by hand', () => {
  test('placements and variance of two events and two non-events', () => {
    const { auc, covariance, placements } = defined(delong([judged([1, 0, 1, 0], [0.9, 0.1, 0.4, 0.4])]));
    expect(placements[0]).toEqual(Float64Array.of(1, 1, 0.75, 0.75));
    expect(auc[0]).toBe(0.875);
    // Both sample variances are 2 (1/8)²: over 2 events and over 2 non-events.
    expect(covariance[0]).toBe((2 * 0.125 ** 2) / 2 + (2 * 0.125 ** 2) / 2);
  });
});

describe('reference', () => {
  itMatchesFixture('delong', 1e-11, (data) => {
    const plain = defined(aurocInterval(data, { confidence: 0.95, scale: 'plain' }));
    const logit = defined(aurocInterval(data, { confidence: 0.95, scale: 'logit' }));
    return {
      variance: defined(delong([data])).covariance[0],
      lower: plain.lower,
      upper: plain.upper,
      logit_lower: logit.lower,
      logit_upper: logit.upper,
    };
  });
});

describe.skipIf(goldenAbsent)('published', () => {
  test('pROC documentation: s100b, wfns and ndka in subarachnoid haemorrhage', () => {
    const { outcome = [], s100b = [], wfns = [], ndka = [] } = goldenColumns('aSAH.csv');
    const y = outcome.map((text) => (text === 'Poor' ? 1 : 0));
    const samples = [
      s100b.map((x) => Number(x) / 10),
      wfns.map((x) => Number(x) / 5),
      ndka.map((x) => Number(x) / 1000),
    ];
    const { auc, covariance } = defined(delong(samples.map((p) => judged(y, p))));
    expectClose(auc[0] as number, 0.7313685637, 1e-9);
    expectClose(auc[1] as number, 0.8236788618, 1e-9);
    expectClose(auc[2] as number, 0.6119579946, 1e-9);
    expectClose(covariance[0] as number, 0.002668682457, 1e-9);
    expectClose(covariance[4] as number, 0.001469914709, 1e-9);
    expectClose(covariance[8] as number, 0.003190810549, 1e-9);
    expectClose(covariance[1] as number, 0.001196155674, 1e-9);
  });
});

describe('properties', () => {
  test.each(['tied', 'rare', 'overfitted'])('placements are those of the pairwise definition: %s', (name) => {
    const data = cases[name] as Judged;
    const fast = defined(delong([data])).placements[0] as Float64Array;
    slowPlacements(data).forEach((placement, row) => {
      expectClose(fast[row] as number, placement, 1e-13);
    });
  });
  test('weight k is k copies', () => {
    const data = cases.weighted as Judged;
    const byWeight = defined(delong([data]));
    const byCopies = defined(delong([copiesOf(data)]));
    expectClose(byWeight.covariance[0] as number, byCopies.covariance[0] as number, 1e-12);
  });
  test('the mean placement of events is the AUROC', () => {
    const data = cases.large as Judged;
    expect(auroc(data)).toEqual({ value: expect.closeTo(defined(delong([data])).auc[0] as number, 13) });
  });
  test('the same prediction twice has one variance throughout', () => {
    const data = cases.tied as Judged;
    const { covariance } = defined(delong([data, data]));
    expect(new Set(covariance).size).toBe(1);
  });
});

describe('undefined and invalid', () => {
  test('one event, one non-event, one class', () => {
    expect(delong([judged([1, 0, 0], [0.1, 0.2, 0.3])])).toEqual({
      undefinedBecause: 'fewer than two events',
    });
    expect(delong([judged([1, 1, 0], [0.1, 0.2, 0.3])])).toEqual({
      undefinedBecause: 'fewer than two non-events',
    });
    expect(delong([judged([0, 0, 0], [0.1, 0.2, 0.3])])).toEqual({ undefinedBecause: 'no events' });
  });
  test('samples of other rows', () => {
    const data = judged([1, 0, 0], [0.1, 0.2, 0.3]);
    expect(() => delong([])).toThrow('delong: no sample');
    expect(() => delong([data, judged([1, 1, 0], [0.1, 0.2, 0.3])])).toThrow(
      'samples differ in y or w (first: row 1)',
    );
    expect(() => delong([data, judged([1, 0], [0.1, 0.2])])).toThrow('samples differ in their rows');
  });
});
