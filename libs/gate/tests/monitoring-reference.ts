import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

interface Reference {
  readonly distances: {
    reference: number[];
    fresh: number[];
    ks: number;
    wasserstein: number;
    psi: number;
  }[];
  readonly noncentral: { x: number; df: number; cdf_at_7: number; lower: number; upper: number }[];
  readonly percentiles: { values: number[]; share: number; estimate: number; limits: (number | null)[] }[];
  readonly run_lengths: {
    risks: number[];
    ratio: number;
    limit: number;
    simulated: number;
    error: number;
  }[];
  readonly sequence: {
    y: number[];
    p: number[];
    centre: number;
    calibration: number[];
    calibration_run_length: number[];
    tolerated: number;
    loss: number[];
    loss_run_length: number[];
    cusum: number[];
  };
  readonly martingale: { reference: number[]; fresh: number[]; ties: number[]; path: number[] };
  readonly performance: Readonly<Record<string, number>> & {
    p: never;
    chance: never;
    weight: never;
  };
  readonly step_down: { values: number[][]; p: number[]; adjusted: number[] };
}

/** Made by fixtures/monitoring.py. */
export const monitoringReference = JSON.parse(
  readFileSync(new URL('../fixtures/monitoring.json', import.meta.url), 'utf8'),
) as Reference;

export function expectRelative(actual: number, expected: number, tolerance: number, what = ''): void {
  const apart = Math.abs(actual - expected) / Math.max(1e-12, Math.abs(expected));
  expect(apart, `${what}: ${actual}, not ${expected}`).toBeLessThanOrEqual(tolerance);
}

export function expectPath(actual: Float64Array, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    // A path that starts at 0 has no relative error there.
    if (value === 0) expect(Math.abs(actual[i] as number)).toBeLessThanOrEqual(tolerance);
    else expectRelative(actual[i] as number, value, tolerance, `place ${i}`);
  });
}
