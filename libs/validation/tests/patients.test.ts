import { auroc, aurocDifference, aurocInterval, brier, clusteredDelong } from '@raredx/metrics';
import { normalQuantile } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { validate } from '../src/index.ts';
import { simulated } from './cohort.ts';
import { type HandRow, predictionsTable } from './predictions-table.ts';

const plan = { seed: 3, bootstrap: 200, confidence: 0.95, thresholds: [0.3] };
const judge = (rows: readonly HandRow[], more: { baseline?: string } = {}) =>
  validate(predictionsTable(rows), { ...plan, ...more });
const find = (rows: readonly EvidenceRow[], id: string) => rows.find((row) => row.id === id) as EvidenceRow;
const arrays = (rows: readonly HandRow[]) => ({
  y: Uint8Array.from(rows, (row) => row.y),
  p: Float64Array.from(rows, (row) => row.p),
});
const relative = (a: number | null, b: number | null) =>
  Math.abs(((a as number) - (b as number)) / (b as number));

const cohort = simulated('patients', 150);

describe('one sample a patient', () => {
  it('has the DeLong interval of the metric itself', () => {
    const row = find(judge(cohort), 'external:model:auroc');
    const reference = aurocInterval(arrays(cohort), { confidence: 0.95, scale: 'logit' });
    expect(row).toMatchObject(reference as object);
  });
});

describe('repeats and samples add no patients', () => {
  const once = judge(cohort);
  const repeated = judge([0, 1].flatMap((repeat) => cohort.map((row) => ({ ...row, repeat }))));
  const twice = judge(
    [0, 1].flatMap((k) => cohort.map((row) => ({ ...row, sample: `${row.patient} sample ${k}` }))),
  );

  it.each(['auroc', 'auroc_plain', 'brier', 'auprc', 'net_benefit@0.3', 'standardised_net_benefit@0.3'])(
    '%s',
    (metric) => {
      const reference = find(once, `external:model:${metric}`);
      for (const evidence of [repeated, twice]) {
        const row = find(evidence, `external:model:${metric}`);
        expect(relative(row.estimate, reference.estimate)).toBeLessThan(1e-9);
        expect(relative(row.lower, reference.lower)).toBeLessThan(1e-9);
        expect(relative(row.upper, reference.upper)).toBeLessThan(1e-9);
        expect(row.patients).toBe(150);
      }
    },
  );

  it.each(['sensitivity@0.3', 'ppv@0.3'])('%s within the correction n/(n − 1)', (metric) => {
    const reference = find(once, `external:model:${metric}`);
    const row = find(twice, `external:model:${metric}`);
    expect(relative(row.lower, reference.lower)).toBeLessThan(0.01);
    expect(find(repeated, `external:model:${metric}`).lower).toBeCloseTo(reference.lower as number, 12);
  });

  it('gives the calibration slope the same sandwich either way', () => {
    const a = find(repeated, 'external:model:calibration_slope');
    const b = find(twice, 'external:model:calibration_slope');
    expect(relative(a.lower, b.lower)).toBeLessThan(1e-8);
    const model = find(once, 'external:model:calibration_slope');
    const width = (row: EvidenceRow) => (row.upper as number) - (row.lower as number);
    expect(width(a) / width(model)).toBeGreaterThan(0.7);
    expect(width(a) / width(model)).toBeLessThan(1.4);
  });
});

describe('several samples a patient', () => {
  it("has Obuchowski's variance", () => {
    const rows = cohort.map((row, i) => ({ ...row, patient: `p${i % 40}`, sample: `s${i}` }));
    const clusters = Uint32Array.from(rows, (_, i) => i % 40);
    const reference = clusteredDelong([arrays(rows)], clusters);
    if (!('covariance' in reference)) throw new Error('undefined');
    const row = find(judge(rows), 'external:model:auroc_plain');
    const error = ((row.upper as number) - (row.lower as number)) / 2 / normalQuantile(0.975);
    expect(error ** 2).toBeCloseTo(reference.covariance[0] as number, 12);
    expect(row.method).toBe('DeLong, clustered by patient (Obuchowski)');
    expect(row.patients).toBe(40);
  });
});

describe('patients who all have samples of both outcomes', () => {
  it('have a clustered interval all the same', () => {
    const rows = cohort.map((row, i) => ({ ...row, patient: `p${i % 12}`, sample: `s${i}` }));
    const row = find(judge(rows), 'external:model:auroc');
    expect(row).toMatchObject({ patients: 12, events: 12 });
    expect(row.method).toBe('DeLong, logit scale, clustered by patient (Obuchowski)');
    expect(row.lower).toBeGreaterThan(0.5);
  });
});

describe('repeats of a cross-validation', () => {
  it('estimates the mean within repeats, not the metric of averaged predictions', () => {
    const noisy = [0, 1, 2].map((k) =>
      cohort.map((row, i) => ({ ...row, repeat: k, p: (row.p + ((i * 31 + k * 17) % 23) / 23) / 2 })),
    );
    const evidence = judge(noisy.flat());
    const mean = (metric: typeof auroc) =>
      noisy.reduce((sum, rows) => sum + (metric(arrays(rows)) as { value: number }).value / 3, 0);
    expect(find(evidence, 'external:model:auroc').estimate).toBeCloseTo(mean(auroc), 12);
    expect(find(evidence, 'external:model:brier').estimate).toBeCloseTo(mean(brier), 12);
    expect(find(evidence, 'external:model:brier').samples).toBe(150);
  });
});

describe('the baseline', () => {
  const other = simulated('patients', 150, { noise: 1.5 }).map((row, i) => ({
    ...(cohort[i] as HandRow),
    p: row.p,
    model: 'other',
  }));
  const evidence = judge([...cohort, ...other], { baseline: 'model' });

  it('is compared by paired DeLong', () => {
    const reference = aurocDifference(arrays(cohort).y, arrays(other).p, arrays(cohort).p, 0.95);
    if (!('difference' in reference)) throw new Error('reference undefined');
    const row = find(evidence, 'external:other:difference:auroc');
    expect(row.estimate).toBeCloseTo(reference.difference, 12);
    expect(row.lower).toBeCloseTo(reference.lower, 12);
    expect(row.upper).toBeCloseTo(reference.upper, 12);
    expect(row.note).toBe('other minus model, on the same samples');
  });

  it('is resampled with the model: a paired interval is narrower than two apart', () => {
    const row = find(evidence, 'external:other:difference:brier');
    const width = (id: string) => (find(evidence, id).upper as number) - (find(evidence, id).lower as number);
    expect(row.estimate).toBeCloseTo(
      (find(evidence, 'external:other:brier').estimate as number) -
        (find(evidence, 'external:model:brier').estimate as number),
      12,
    );
    expect(width(row.id)).toBeLessThan(
      Math.hypot(width('external:other:brier'), width('external:model:brier')),
    );
  });

  it('is missed where it has no predictions', () => {
    const elsewhere = cohort.map((row) => ({ ...row, partition: 'tuning' }));
    const row = find(
      judge([...elsewhere, ...other], { baseline: 'model' }),
      'external:other:difference:auroc',
    );
    expect(row.undefinedBecause).toBe('the baseline model has no predictions here');
  });

  it('is compared on the samples both have', () => {
    const fewer = judge([...cohort, ...other.slice(10)], { baseline: 'model' });
    const row = find(fewer, 'external:other:difference:auroc');
    expect(row.patients).toBe(140);
    expect(row.note).toBe(
      'other minus model, on the same samples; 10 rows without a counterpart are left out',
    );
    const reference = aurocDifference(
      arrays(cohort.slice(10)).y,
      arrays(other.slice(10)).p,
      arrays(cohort.slice(10)).p,
      0.95,
    );
    expect(row.estimate).toBeCloseTo((reference as { difference: number }).difference, 12);
  });
});
