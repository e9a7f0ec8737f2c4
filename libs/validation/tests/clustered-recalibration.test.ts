import { readFileSync } from 'node:fs';
import { normalQuantile } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { validate } from '../src/index.ts';
import { predictionsTable } from './predictions-table.ts';

interface Reference {
  readonly patient: readonly number[];
  readonly y: readonly (0 | 1)[];
  readonly p: readonly number[];
  readonly intercept: number;
  readonly slope: number;
  readonly large: number;
  readonly variance: Readonly<Record<'intercept' | 'slope' | 'large', number>>;
}

const path = new URL('../fixtures/clustered-recalibration.json', import.meta.url);
const reference = JSON.parse(readFileSync(path, 'utf8')) as Reference;
const patients = new Set(reference.patient).size;

describe('calibration of several samples a patient, against rms::robcov', () => {
  const rows = validate(
    predictionsTable(
      reference.y.map((y, i) => ({
        y,
        p: reference.p[i] as number,
        patient: `p${reference.patient[i]}`,
        sample: `s${i}`,
      })),
    ),
    { seed: 1, bootstrap: 0, confidence: 0.95, thresholds: [] },
  );

  it.each([
    ['calibration_intercept', 'intercept'],
    ['calibration_slope', 'slope'],
    ['calibration_in_the_large', 'large'],
  ] as const)('%s', (metric, key) => {
    const row = rows.find((found) => found.metric === metric) as EvidenceRow;
    expect(row.estimate).toBeCloseTo(reference[key], 7);
    const error = ((row.upper as number) - (row.lower as number)) / 2 / normalQuantile(0.975);
    // robcov leaves out the correction for estimating from few patients.
    const expected = (reference.variance[key] * patients) / (patients - 1);
    expect(Math.abs(error ** 2 / expected - 1)).toBeLessThan(1e-6);
  });
});
