import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimated, fixtureExists, judged, readFixture } from '../tests/reference.ts';
import { copiesOf, expectSameEstimate, rowsOf, weightedRows } from '../tests/rows.ts';
import type { Judged } from './judged.ts';
import type { Metric, MetricFacts } from './metric.ts';
import { rankOrder } from './rank-order.ts';
import { metrics, thresholdMetrics } from './registry.ts';

const all: readonly MetricFacts[] = [...metrics, ...thresholdMetrics];
const measures: readonly Metric[] = [
  ...metrics,
  ...thresholdMetrics.map(
    (metric) =>
      Object.assign((data: Judged) => metric(data, 0.4), {
        ...metric,
        title: `${metric.title} at 0.4`,
      }) as Metric,
  ),
];
/** Iterative fits agree to what their last step leaves. */
const tolerance = (metric: MetricFacts): number => (metric.kind === 'calibration' ? 1e-8 : 1e-12);

function named<T extends MetricFacts>(list: readonly T[]): [string, T][] {
  return list.map((metric) => [metric.id, metric]);
}

/** Metrics of one family may share a table of tests. */
const here = fileURLToPath(new URL('.', import.meta.url));
const testTexts = readdirSync(here)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(`${here}${name}`, 'utf8'));

const definedOnOneClass = ['brier', 'log_loss', 'oe_ratio', 'ece', 'spiegelhalter_z'];
const oneClass = [judged([0, 0, 0], [0.1, 0.5, 0.7]), judged([1, 1, 1], [0.1, 0.5, 0.7])];

describe.each(named(all))('%s', (_, metric) => {
  test('is named as its file and its fixture', () => {
    const file = metric.id.replaceAll('_', '-');
    expect(existsSync(fileURLToPath(new URL(`${file}.ts`, import.meta.url)))).toBe(true);
    expect(testTexts.some((text) => text.includes(`from './${file}.ts'`))).toBe(true);
    expect(fixtureExists(`${metric.id}.json`)).toBe(true);
    expect(fixtureExists(readFixture(metric.id).generator)).toBe(true);
  });

  test('states facts that hold together and cannot be changed', () => {
    expect(Object.isFrozen(metric)).toBe(true);
    expect(metric.range[0]).toBeLessThan(metric.range[1]);
    expect(metric.optimum).toBeGreaterThanOrEqual(metric.range[0]);
    expect(metric.optimum).toBeLessThanOrEqual(metric.range[1]);
    if (metric.direction === 'maximize') expect(metric.optimum).toBe(metric.range[1]);
    if (metric.direction === 'minimize') expect(metric.optimum).toBe(metric.range[0]);
  });
});

test('ids are unique', () => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});

describe.each(named(measures))('%s of given rows', (_, metric) => {
  test('perfect predictions reach the optimum', () => {
    const value = metric(
      metric.kind === 'calibration' ? wellCalibrated() : judged([0, 1, 1, 0, 1], [0, 1, 1, 0, 1]),
    );
    if (metric.id === 'lr_positive') return expect(value).toHaveProperty('undefinedBecause');
    // The most attainable net benefit is the prevalence, here 3 of 5.
    const optimum = metric.id === 'net_benefit' ? 3 / 5 : metric.optimum;
    expect(estimated(value)).toBeCloseTo(optimum, 9);
  });

  test('stays inside its range, and no number is NaN', () => {
    fc.assert(
      fc.property(weightedRows, (rows) => {
        const estimate = metric(rows);
        if ('undefinedBecause' in estimate) return estimate.undefinedBecause.length > 0;
        return estimate.value >= metric.range[0] && estimate.value <= metric.range[1];
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('no rows give a reason', () => {
    const reason = metric.kind === 'threshold' ? expect.any(String) : 'no rows';
    expect(metric(judged([], []))).toEqual({ undefinedBecause: reason });
    expect(metric(judged([1, 0], [0.2, 0.3], [0, 0]))).toEqual({ undefinedBecause: reason });
  });

  test.each(oneClass)('one class gives a finite number or a reason (%#)', (data) => {
    const estimate = metric(data);
    if ('value' in estimate) expect(Number.isFinite(estimate.value)).toBe(true);
    else expect(estimate.undefinedBecause).toMatch(/^[a-z0-9]/i);
    if (metric.kind !== 'threshold' && !definedOnOneClass.includes(metric.id)) {
      expect(estimate).toHaveProperty('undefinedBecause', data.y[0] === 1 ? 'no non-events' : 'no events');
    }
  });

  test('weight k is k copies of the row, and order may be given or not', () => {
    fc.assert(
      fc.property(weightedRows, (rows) => {
        const expected = metric(copiesOf(rows));
        expectSameEstimate(metric(rows), expected, tolerance(metric));
        expectSameEstimate(metric({ ...rows, order: rankOrder(rows.p) }), expected, tolerance(metric));
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  test('the order of rows is irrelevant', () => {
    fc.assert(
      fc.property(weightedRows, fc.nat(), (rows, turn) => {
        const size = rows.y.length;
        const turned = Array.from({ length: size }, (_, row) => (row * 7 + turn) % size);
        if (new Set(turned).size < size) return;
        expectSameEstimate(metric(rowsOf(rows, turned)), metric(rows), tolerance(metric));
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test('leaves its input alone', () => {
    const data = judged([1, 0, 1, 0, 1, 0], [0.5, 0.2, 0.3, 0.1, 0.8, 0.6], [1, 2, 1, 1, 0, 1]);
    const before = structuredClone(data);
    metric(Object.freeze(data));
    expect(data).toEqual(before);
  });

  test('invalid rows throw', () => {
    expect(() => metric(judged([1, 0], [0.5]))).toThrow(/p has 1 rows, y has 2/);
    expect(() => metric(judged([1, 0], [0.5, Number.NaN]))).toThrow(/p outside \[0, 1\] \(first: row 1/);
    expect(() => metric(judged([1, 0], [1.07, 0.5]))).toThrow(/row 0, p = 1.07/);
    expect(() => metric(judged([1, 2], [0.5, 0.5]))).toThrow(/y is neither 0 nor 1 \(first: row 1, y = 2\)/);
    expect(() => metric(judged([1, 0], [0.5, 0.5], [1]))).toThrow(/w has 1 rows, y has 2/);
    expect(() => metric({ ...judged([1, 0], [0.5, 0.5]), order: Uint32Array.of(0) })).toThrow(
      /order has 1 rows/,
    );
    expect(() => metric(judged([1, 0], [0.5, 0.5], [1, -1]))).toThrow(
      /weight negative or not finite \(first: row 1/,
    );
  });
});

describe.each(named(metrics.filter(({ kind }) => kind === 'rank')))('%s, a rank metric,', (_, metric) => {
  test('is unchanged by a strictly increasing map of p', () => {
    fc.assert(
      fc.property(weightedRows, ({ y, p, w }) => {
        expectSameEstimate(
          metric({ y, p: p.map((risk) => risk ** 3 / 2 + 0.1), w }),
          metric({ y, p, w }),
          1e-12,
        );
      }),
      { seed: 4, numRuns: 60 },
    );
  });
});

describe('y → 1 − y with p → 1 − p', () => {
  const flipped = ({ y, p, w }: Required<Pick<Judged, 'y' | 'p' | 'w'>>) => ({
    y: y.map((outcome) => 1 - outcome),
    p: p.map((risk) => 1 - risk),
    w,
  });
  const sign: Readonly<Record<string, 1 | -1>> = {
    auroc: 1,
    brier: 1,
    brier_scaled: 1,
    log_loss: 1,
    calibration_in_the_large: -1,
    calibration_intercept: -1,
    calibration_slope: 1,
    spiegelhalter_z: 1,
  };
  test.each(named(metrics.filter(({ id }) => id in sign)))('%s keeps its size', (_, metric) => {
    fc.assert(
      fc.property(weightedRows, (rows) => {
        const flip = metric(flipped(rows));
        const factor = sign[metric.id] ?? 1;
        expectSameEstimate(
          'value' in flip ? { value: factor * flip.value } : flip,
          metric(rows),
          tolerance(metric),
        );
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});

/** An event of weight p and a non-event of weight 1 − p at each risk. */
function wellCalibrated(): Judged {
  const risks = Array.from({ length: 18 }, (_, i) => (i + 1) / 20);
  return judged(
    risks.flatMap(() => [1, 0]),
    risks.flatMap((p) => [p, p]),
    risks.flatMap((p) => [p, 1 - p]),
  );
}
