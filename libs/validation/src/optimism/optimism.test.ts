import { readFileSync } from 'node:fs';
import { createRandom, expit, fitLogistic } from '@raredx/stats';
import { type EvidenceRow, type Replays, textColumn } from '@raredx/tables';
import { describe, expect, test } from 'vitest';
import { predictionsTable } from '../../tests/predictions-table.ts';
import { judgeReplays } from './judge-replays.ts';
import { optimism } from './optimism.ts';
import { type OptimismMetric, optimismMetrics } from './optimism-metric.ts';
import { optimismStatements } from './optimism-statements.ts';
import { replayedModels } from './replayed-model.ts';

interface Expected {
  readonly apparent: number;
  readonly optimism: number;
  readonly corrected: number;
  readonly weighted632: number;
  readonly weighted632Plus: number | null;
  readonly interval: [number, number];
}
interface Study {
  readonly y: number[];
  readonly x: number[][];
  readonly drawn: number[][];
  readonly expected: Record<OptimismMetric, Expected>;
  readonly rms: { readonly auroc: number; readonly brier: number; readonly calibration_slope: number };
  readonly instability: { mape: number; quantile: number[]; classification: number[] };
}

const studies = Object.entries(
  JSON.parse(readFileSync(new URL('../../fixtures/optimism.json', import.meta.url), 'utf8')).cases,
) as [string, Study][];

/** The pipeline that the R runner replays: a logistic regression on the weights of the draws. */
function replayed({ y, x, drawn }: Study) {
  const patients = y.map((_, i) => `p${String(i).padStart(3, '0')}`);
  const columns = [0, 1, 2].map((c) => Float64Array.from(x, (row) => row[c] as number));
  const counts = drawn.map((indices) => {
    const w = new Float64Array(y.length);
    for (const index of indices) w[index - 1]++;
    return w;
  });
  const risks = [new Float64Array(y.length).fill(1), ...counts].map((w) => {
    const fit = fitLogistic({ y: Uint8Array.from(y), columns, w });
    if ('undefinedBecause' in fit) throw new Error(fit.undefinedBecause);
    const [b0, ...b] = fit.coefficients;
    return y.map((_, i) => expit(b.reduce((sum, slope, c) => sum + slope * columns[c][i], b0)));
  });
  const rows = risks.length * y.length;
  const each = <T>(value: (replicate: number, i: number) => T): T[] =>
    risks.flatMap((_, r) => y.map((_, i) => value(r - 1, i)));
  const replays: Replays = {
    rows,
    model: textColumn(each(() => 'model')),
    label: textColumn(each(() => 'outcome')),
    replicate: Int32Array.from(each((b) => b)),
    patientId: textColumn(each((_, i) => patients[i])),
    sampleId: textColumn(each((_, i) => patients[i])),
    inBag: Int32Array.from(each((b, i) => (b < 0 ? 1 : counts[b][i]))),
    p: Float64Array.from(each((b, i) => risks[b + 1][i])),
    note: textColumn(each((b) => (b === 3 ? 'a remark' : ''))),
  };
  const predictions = predictionsTable(
    y.map((outcome, i) => ({
      y: outcome as 0 | 1,
      p: 0.5,
      patient: patients[i],
      partition: 'internal',
      repeat: 0,
    })),
  );
  return { replays, predictions };
}

const close = (got: number | null | undefined, expected: number, relative: number) =>
  expect(Math.abs((got as number) - expected), `got ${got}, expected ${expected}`).toBeLessThanOrEqual(
    relative * Math.max(Math.abs(expected), 1e-3),
  );

describe.each(studies)('%s', (_, study) => {
  const { replays, predictions } = replayed(study);
  const rows = judgeReplays(replays, predictions, { confidence: 0.95, thresholds: [0.5, 0.2] });
  const row = (metric: string, threshold: number | null = null) =>
    rows.find((one) => one.metric === metric && one.threshold === threshold) as EvidenceRow;

  test.each(optimismMetrics)('%s as glm and the formulae in R', (metric) => {
    const expected = study.expected[metric];
    close(row(`apparent:${metric}`).estimate, expected.apparent, 1e-8);
    close(row(`optimism:${metric}`).estimate, expected.optimism, 1e-8);
    close(row(`optimism_corrected:${metric}`).estimate, expected.corrected, 1e-8);
    close(row(`optimism_632:${metric}`).estimate, expected.weighted632, 1e-8);
    const plus = row(`optimism_632_plus:${metric}`);
    if (expected.weighted632Plus === null) {
      expect(plus).toMatchObject({
        estimate: null,
        undefinedBecause: expect.stringContaining('no no-information'),
      });
    } else close(plus.estimate, expected.weighted632Plus, 1e-8);
    const corrected = row(`optimism_corrected:${metric}`);
    if (/^calibration/.test(metric)) {
      expect(corrected).toMatchObject({
        lower: null,
        note: expect.stringContaining('no interval: the fit makes'),
      });
    } else {
      close(corrected.lower, expected.interval[0], 1e-8);
      close(corrected.upper, expected.interval[1], 1e-8);
    }
  });

  test('corrected values as rms::validate on the same resamples', () => {
    close(row('optimism_corrected:auroc').estimate, study.rms.auroc, 1e-12);
    // rms does not iterate its fits to the last digit.
    close(row('optimism_corrected:brier').estimate, study.rms.brier, 1e-7);
    close(row('optimism_corrected:calibration_slope').estimate, study.rms.calibration_slope, 1e-6);
  });

  test('instability by hand in R', () => {
    close(row('instability_mape').estimate, study.instability.mape, 1e-9);
    [0.05, 0.25, 0.5, 0.75, 0.95, 1].forEach((q, i) => {
      close(row('instability_mape_quantile', q).estimate, study.instability.quantile[i] as number, 1e-9);
    });
    close(
      row('classification_instability', 0.2).estimate,
      study.instability.classification[0] as number,
      1e-12,
    );
    close(
      row('classification_instability', 0.5).estimate,
      study.instability.classification[1] as number,
      1e-12,
    );
  });

  test('no apparent value stands without its corrections; the caveat and the remarks are in the notes', () => {
    for (const { metric } of rows.filter(({ metric }) => metric.startsWith('apparent:'))) {
      const name = metric.slice('apparent:'.length);
      for (const kind of ['optimism', 'optimism_corrected', 'optimism_632', 'optimism_632_plus']) {
        expect(row(`${kind}:${name}`)).toBeDefined();
      }
      expect(row(`optimism_corrected:${name}`).note).toMatch(/all three corrections are biased/);
      expect(row(`optimism_corrected:${name}`).note).toContain(
        `in 1 of ${study.drawn.length} refits: a remark`,
      );
    }
  });

  test('the instability plot has at most 50 points, ascending, limits about the median', () => {
    const curve = rows.filter(({ metric }) => metric === 'instability_curve');
    expect(curve.length).toBeLessThanOrEqual(50);
    expect(curve.length).toBeGreaterThan(40);
    curve.forEach((point, i) => {
      if (i > 0) expect(point.threshold).toBeGreaterThan(curve[i - 1].threshold as number);
      expect(point.lower).toBeLessThanOrEqual(point.estimate as number);
      expect(point.estimate).toBeLessThanOrEqual(point.upper as number);
    });
  });

  test('the order of the tables does not matter', () => {
    const order = Array.from({ length: replays.rows }, (_, i) => (i * 7919 + 13) % replays.rows);
    expect(new Set(order).size).toBe(replays.rows);
    const column = ({ codes, levels }: Replays['model']) =>
      textColumn(order.map((i) => levels[codes[i] as number] as string));
    const mixed: Replays = {
      rows: replays.rows,
      model: column(replays.model),
      label: column(replays.label),
      replicate: Int32Array.from(order, (i) => replays.replicate[i] as number),
      patientId: column(replays.patientId),
      sampleId: column(replays.sampleId),
      inBag: Int32Array.from(order, (i) => replays.inBag[i] as number),
      p: Float64Array.from(order, (i) => replays.p[i] as number),
      note: column(replays.note),
    };
    expect(judgeReplays(mixed, predictions, { confidence: 0.95, thresholds: [0.2, 0.5] })).toEqual(rows);
  });
});

describe('undefined and invalid', () => {
  const [, study] = studies[1] as [string, Study];
  const { replays, predictions } = replayed(study);
  const [whole] = replayedModels(replays, predictions);

  test('a replicate that leaves out no event is counted and left out', () => {
    const [auroc] = optimism(whole, ['auroc']);
    expect(auroc.failed).toEqual({ inBag: 0, outOfBag: 1 });
    const { note } = judgeReplays(replays, predictions, { confidence: 0.95, thresholds: [] }).find(
      ({ metric }) => metric === 'optimism_632:auroc',
    ) as EvidenceRow;
    expect(note).toContain('1 of 15 replicates had no value and are left out');
  });

  test('too many without a value: a reason, never a mean of the rest', () => {
    const replicates = whole.replicates.map((one, b) => (b < 2 ? { ...one, p: one.p.map(() => 0.3) } : one));
    const [slope] = optimism({ ...whole, replicates }, ['calibration_slope']);
    expect(slope.corrected).toEqual({ undefinedBecause: 'undefined in 2 of 15 replicates' });
    expect(slope.apparent).toHaveProperty('value');
  });

  test('no replicates: the apparent value, and reasons', () => {
    const [auroc] = optimism({ ...whole, replicates: [] }, ['auroc']);
    expect(auroc.corrected).toEqual({ undefinedBecause: 'no replicates' });
  });

  test('risks of 0 and 1 against the outcome have no log loss', () => {
    const apparent = whole.apparent.map((p, i) => (i === 0 ? 1 - whole.y[0] : p));
    const [loss, brier] = optimism({ ...whole, apparent }, ['log_loss', 'brier']);
    expect(loss.corrected).toEqual({
      undefinedBecause: 'infinite: p is exactly 0 or 1 against the outcome in 1 rows',
    });
    expect(brier.corrected).toHaveProperty('value');
  });

  test('a sample without outcome throws', () => {
    const fewer = predictionsTable([{ y: 1, p: 0.5, patient: 'p000' }]);
    expect(() => judgeReplays(replays, fewer, { confidence: 0.95, thresholds: [] })).toThrow(
      'replays: a sample has no outcome in the predictions (row 2)',
    );
  });
});

describe('a model that tells all of its own patients apart', () => {
  const y = Uint8Array.from({ length: 40 }, (_, row) => row % 2);
  const stream = createRandom('by heart');
  const replicates = Array.from({ length: 20 }, (_, b) => {
    const own = stream.fork(b);
    const inBag = Float64Array.from(y, () => own.integer(3));
    const outOfBag = inBag.map((count) => (count === 0 ? 1 : 0));
    const p = Float64Array.from(y, (outcome, row) =>
      (inBag[row] as number) > 0 ? 0.1 + 0.8 * outcome : own.uniform(),
    );
    return { p, inBag, outOfBag, note: '' };
  });
  const rows = optimismStatements(
    {
      ...{
        model: 'head',
        label: 'event',
        y,
        apparent: Float64Array.from(y, (outcome) => 0.1 + 0.8 * outcome),
      },
      ...{ replicates, patients: 40, events: 20, stratified: false },
    },
    0.95,
  );
  const row = (metric: string) => rows.find((one) => one.metric === metric);

  test('is not corrected by patients that it knows', () => {
    for (const name of ['optimism_corrected:auroc', 'optimism_632:auroc', 'optimism_corrected:brier']) {
      expect(row(name)).toMatchObject({
        estimate: null,
        undefinedBecause: expect.stringContaining('read .632+'),
      });
    }
    expect(row('apparent:auroc')?.estimate).toBe(1);
    expect(row('optimism_632_plus:auroc')?.estimate).toBeLessThan(0.75);
    expect(row('optimism_632_plus:brier')).toMatchObject({
      lower: null,
      note: expect.stringContaining('no spread is shown'),
    });
  });
});
