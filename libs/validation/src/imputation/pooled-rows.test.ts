import { readFileSync } from 'node:fs';
import { wilson } from '@raredx/metrics';
import type { EvidenceRow, Predictions } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { type HandRow, predictionsTable } from '../../tests/predictions-table.ts';
import { validate } from '../validate.ts';
import { pooledRows } from './pooled-rows.ts';
import { wilsonOverImputations } from './wilson-over-imputations.ts';

interface Pooled {
  estimate: number;
  lower: number;
  upper: number;
  df: number;
  fmi: number;
}
const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/pooled-imputations.json', import.meta.url), 'utf8'),
) as { threshold: number; y: (0 | 1)[]; p: number[][]; cases: Record<string, Pooled> };

const plan = { seed: 1, bootstrap: 0, confidence: 0.95, thresholds: [reference.threshold] };

/** One copy of the rows an imputation, with other risks. */
function imputed(rows: readonly HandRow[], risks: readonly (readonly number[])[]): Predictions {
  const all = risks.flatMap((p) =>
    rows.map((row, i) => ({ ...row, patient: row.patient ?? `p${i}`, p: p[i] })),
  );
  return {
    ...predictionsTable(all),
    imputation: Int32Array.from(all, (_, place) => Math.floor(place / rows.length)),
  };
}
const rows = reference.y.map((y, i): HandRow => ({ y, p: 0.5, attributes: { sex: i % 2 ? 'F' : 'M' } }));
const evidence = pooledRows(imputed(rows, reference.p), plan);
const find = (some: readonly EvidenceRow[], metric: string) =>
  some.find((row) => row.metric === metric && row.attribute === null && row.site === null) as EvidenceRow;

function expectClose(found: number | null, expected: number, what: string) {
  const error = Math.abs((found as number) - expected) / Math.abs(expected);
  expect(error, `${what}: ${found}, expected ${expected}`).toBeLessThan(1e-9);
}

describe('pooled metrics agree with mice::pool.scalar', () => {
  it.each(Object.entries(reference.cases))('%s', (metric, expected) => {
    const row = find(evidence, metric);
    expectClose(row.estimate, expected.estimate, 'estimate');
    expectClose(row.lower, expected.lower, 'lower');
    expectClose(row.upper, expected.upper, 'upper');
    expect(row.note).toContain(
      `missing information ${(100 * expected.fmi).toFixed(1)} %, ${expected.df.toFixed(1)} deg`,
    );
    expect(row.method).toContain("Rubin's rules over 8 imputations");
    expect([row.patients, row.samples]).toEqual([90, 90]);
  });
});

describe('pooledRows', () => {
  it('speaks of subgroups, and gives what has no variance as a mean without an interval', () => {
    const groups = new Set(evidence.map((row) => row.level));
    expect(groups).toEqual(new Set([null, 'F', 'M']));
    const auprc = find(evidence, 'auprc');
    expect(auprc.estimate).toBeGreaterThan(0);
    expect([auprc.lower, auprc.confidence]).toEqual([null, null]);
    expect(auprc.note).toContain('no interval: no variance in closed form');
  });

  it('does not depend on the order of the rows', () => {
    const turned = rows.toReversed().map((row, i) => ({ ...row, patient: `p${rows.length - 1 - i}` }));
    const again = pooledRows(
      imputed(
        turned,
        reference.p.map((p) => p.toReversed()),
      ),
      plan,
    );
    again.forEach((row, i) => {
      expect(row.id).toBe(evidence[i].id);
      if (row.estimate !== null) expect(row.estimate).toBeCloseTo(evidence[i].estimate as number, 10);
    });
  });

  it('one class, few patients and a proportion of 1 are reasons or limits, never NaN', () => {
    const y = [1, 1, 0, 0] as const;
    const few = y.map((outcome): HandRow => ({ y: outcome, p: 0.5 }));
    const perfect = pooledRows(
      imputed(few, [
        [0.9, 0.8, 0.1, 0.2],
        [0.9, 0.7, 0.2, 0.1],
      ]),
      plan,
    );
    expect(find(perfect, 'auroc')).toMatchObject({ estimate: 1, lower: null });
    expect(find(perfect, 'auroc').note).toContain('exactly 1 in an imputation');
    const sensitivity = find(perfect, 'sensitivity');
    expect(sensitivity).toMatchObject({ estimate: 1, method: 'Wilson over 2 imputations (Lott and Reiter)' });
    expect(sensitivity.lower).toBeCloseTo((wilson(2, 2, 0.95) as { lower: number }).lower, 12);
    const oneClass = pooledRows(
      imputed(
        few.map((row) => ({ ...row, y: 0 })),
        [
          [0.9, 0.8, 0.1, 0.2],
          [0.9, 0.7, 0.2, 0.1],
        ],
      ),
      plan,
    );
    expect(find(oneClass, 'auroc').undefinedBecause).toContain('(in 2 of 2 imputations)');
    for (const row of [...perfect, ...oneClass]) {
      for (const value of [row.estimate, row.lower, row.upper]) expect(value).not.toBeNaN();
      if (row.estimate === null) expect(row.undefinedBecause).toBeTruthy();
    }
  });

  it('leaves models without imputations alone; validate judges both in one table', () => {
    expect(pooledRows(predictionsTable(rows), plan)).toEqual([]);
    const plain = rows.map((row, i) => ({
      ...row,
      patient: `p${i}`,
      model: 'complete',
      p: reference.p[0][i],
    }));
    const alone = validate(predictionsTable(plain), plan);
    const copies = reference.p.flatMap((p) => rows.map((row, i) => ({ ...row, patient: `p${i}`, p: p[i] })));
    const both = validate(
      {
        ...predictionsTable([...copies, ...plain]),
        imputation: Int32Array.from([...copies, ...plain], (_, place) =>
          place < copies.length ? Math.floor(place / rows.length) : -1,
        ),
      },
      plan,
    );
    expect(both.filter((row) => row.model === 'complete')).toEqual(alone);
    expect(both.filter((row) => row.model === 'model')).toEqual(evidence);
  });

  it('is all that validate says of an imputed model: no uncertainty of copies', () => {
    const split = rows.map((row, i) => {
      const [partition, site] = i < 45 ? ['tuning', 'one'] : ['external', 'two'];
      return { ...row, patient: `p${i}`, partition, site };
    });
    const table = imputed(split, reference.p);
    expect(validate(table, plan)).toEqual(pooledRows(table, plan));
  });

  it('samples of one patient are one patient', () => {
    const doubled = rows.flatMap((row, i) =>
      [0, 1].map((k) => ({ ...row, patient: `p${i}`, sample: `p${i} ${k}` })),
    );
    const copies = reference.p.map((p) => p.flatMap((value) => [value, value]));
    const copied = find(pooledRows(imputed(doubled, copies), plan), 'brier');
    expectClose(copied.upper, find(evidence, 'brier').upper as number, 'copies of a sample add nothing');
  });
});

describe('wilsonOverImputations', () => {
  it('is Wilson where imputations agree, and wider where they do not', () => {
    const same = wilsonOverImputations(Float64Array.of(0.3, 0.3, 0.3), 40, 0.95);
    const plain = wilson(12, 40, 0.95) as { lower: number; upper: number };
    if ('undefinedBecause' in same) return expect.fail(same.undefinedBecause);
    expectClose(same.lower, plain.lower, 'lower');
    expectClose(same.upper, plain.upper, 'upper');
    const apart = wilsonOverImputations(Float64Array.of(0.2, 0.3, 0.4), 40, 0.95);
    if ('undefinedBecause' in apart) return expect.fail(apart.undefinedBecause);
    expect(apart.lower).toBeLessThan(same.lower);
    expect(apart.upper).toBeGreaterThan(same.upper);
    expect(wilsonOverImputations(Float64Array.of(0, 1), 40, 0.95)).toHaveProperty('undefinedBecause');
  });
});
