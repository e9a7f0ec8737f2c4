import { createRandom, shuffled } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import {
  evaluateUnit,
  indexPredictions,
  orderEvidence,
  planUnits,
  resolvePlan,
  validate,
} from '../src/index.ts';
import { simulated } from './cohort.ts';
import { type HandRow, predictionsTable } from './predictions-table.ts';

const plan = { seed: 7, bootstrap: 60, confidence: 0.95, thresholds: [0.2, 0.4], targetPrevalence: 0.02 };
const attributes = (stage: string) => ({ stage });

const oneClass: HandRow[] = simulated('one class', 20).map((row) => ({ ...row, y: 0 }));
const tables: Record<string, HandRow[]> = {
  ordinary: simulated('ordinary', 120),
  'three rows': [
    { y: 1, p: 0.9, attributes: attributes('I') },
    { y: 0, p: 0.2, attributes: attributes('I') },
    { y: 0, p: 0.4, attributes: attributes('II') },
  ],
  'one row': [{ y: 1, p: 0.5 }],
  'no events': oneClass,
  'only events': oneClass.map((row) => ({ ...row, y: 1 as const })),
  'all p equal': simulated('equal', 40).map((row) => ({ ...row, p: 0.3 })),
  'p exactly 0 and 1': simulated('extreme', 40).map((row, i) => ({ ...row, p: i % 3 === 0 ? row.y : row.p })),
  'p 0 for an event': [...simulated('infinite', 40), { y: 1, p: 0 }, { y: 0, p: 1 }],
  'perfect ranking': simulated('perfect', 40).map((row) => ({
    ...row,
    p: row.y === 1 ? 0.8 + row.p / 10 : row.p / 10,
  })),
  repeats: [0, 1, 2].flatMap((repeat) =>
    simulated('repeats', 60).map((row, i) => ({
      ...row,
      repeat,
      partition: 'internal',
      p: (row.p + ((i * 7 + repeat * 13) % 10) / 50) / 1.2,
    })),
  ),
  clusters: simulated('clusters', 60).map((row, i) => ({ ...row, patient: `p${i % 25}`, sample: `s${i}` })),
  sites: simulated('sites', 40).map((row, i) => ({ ...row, site: ['a', 'b', 'c'][i % 3] as string })),
  'two models': [
    ...simulated('two', 80),
    ...simulated('two', 80, { noise: 2 }).map((row) => ({ ...row, model: 'other' })),
  ],
};

describe.each(Object.entries(tables))('%s', (_, rows) => {
  const evidence = validate(predictionsTable(rows), { ...plan, baseline: 'model' });

  it('has an estimate exactly where it has no reason, and never NaN', () => {
    for (const row of evidence) {
      expect(row.estimate === null, row.id).toBe(row.undefinedBecause !== null);
      for (const value of [row.estimate, row.lower, row.upper]) {
        expect(value === null || Number.isFinite(value), `${row.id}: ${value}`).toBe(true);
      }
      expect(row.lower === null, row.id).toBe(row.upper === null);
      // Bounds under assumed label errors are no intervals and claim no confidence.
      const bounds = row.metric.startsWith('label_error_');
      if (!bounds) expect(row.lower === null, row.id).toBe(row.confidence === null);
      if (bounds) expect(row.confidence, row.id).toBeNull();
      if (row.lower !== null) expect(row.lower, row.id).toBeLessThanOrEqual(row.upper as number);
      expect(row.method, row.id).not.toBe('');
      const { estimate, lower, upper } = row;
      // A percentile interval need not hold its estimate: absolute distances are larger in resamples than in the data.
      if (estimate === null || lower === null || upper === null || row.method.includes('bootstrap')) continue;
      expect(estimate, row.id).toBeGreaterThanOrEqual(lower - 1e-12);
      expect(estimate, row.id).toBeLessThanOrEqual(upper + 1e-12);
    }
  });

  it('names every row once', () => {
    expect(new Set(evidence.map((row) => row.id)).size).toBe(evidence.length);
  });

  it('says the same whatever the order of the table', () => {
    const order = shuffled(rows.length, createRandom('order'));
    const named = rows.map((row, i) => ({
      ...row,
      patient: row.patient ?? `p${String(i).padStart(6, '0')}`,
    }));
    const mixed = Array.from(order, (i) => named[i] as HandRow);
    const again = validate(predictionsTable(mixed), { ...plan, baseline: 'model' });
    expect(JSON.stringify(again)).toBe(JSON.stringify(evidence));
  });
});

describe('units of work', () => {
  it('give the same rows in any order', () => {
    const index = indexPredictions(predictionsTable(tables['two models'] as HandRow[]));
    const resolved = resolvePlan({ ...plan, baseline: 'model' });
    const units = planUnits(index, resolved);
    const rows = (list: typeof units): readonly EvidenceRow[] =>
      orderEvidence(list.flatMap((unit) => evaluateUnit(index, unit, resolved)));
    expect(JSON.stringify(rows(units.toReversed()))).toBe(JSON.stringify(rows(units)));
  });

  it('change with the seed', () => {
    const table = predictionsTable(tables.ordinary as HandRow[]);
    const brier = (seed: number) => validate(table, { ...plan, seed }).find((row) => row.metric === 'brier');
    expect(brier(1)?.lower).not.toBe(brier(2)?.lower);
    expect(brier(1)?.estimate).toBe(brier(2)?.estimate);
  });
});

describe('invalid input', () => {
  const table = predictionsTable(tables.ordinary as HandRow[]);
  it.each([
    [
      'p = 1.2',
      () => validate(predictionsTable([{ y: 1, p: 1.2 }]), plan),
      'predictions: p is not in [0, 1] (first: row 1)',
    ],
    [
      'NaN',
      () => validate(predictionsTable([{ y: 1, p: Number.NaN }]), plan),
      'predictions: p is not in [0, 1] (first: row 1)',
    ],
    ['no rows', () => validate(predictionsTable([]), plan), 'predictions: no rows'],
    [
      'a threshold of 1',
      () => validate(table, { ...plan, thresholds: [1] }),
      'validation plan: thresholds outside (0, 1) (1)',
    ],
    [
      'an unknown baseline',
      () => validate(table, { ...plan, baseline: 'x' }),
      'validation plan: no predictions of model x',
    ],
    [
      'an identifier as an attribute',
      () =>
        validate(
          predictionsTable(
            simulated('ids', 501).map((row, i) => ({ ...row, attributes: attributes(`${i}`) })),
          ),
          plan,
        ),
      'predictions: stage has 501 levels, more than 500',
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});
