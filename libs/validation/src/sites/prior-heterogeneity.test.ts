import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectRelative } from '../../tests/relative.ts';
import { aurocHeterogeneity, priorMetaAnalysis } from './prior-heterogeneity.ts';

interface Case {
  readonly y: number[];
  readonly v: number[];
  readonly mean: number;
  readonly sd: number;
  readonly confidence: number;
  readonly estimate: number;
  readonly tau: number;
  readonly interval: [number, number];
  readonly prediction: [number, number];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/prior-heterogeneity.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

describe('priorMetaAnalysis', () => {
  it.each(cases)('agrees with adaptive integration in R: $y', (reference) => {
    const studies = reference.y.map((effect, k) => ({ effect, variance: reference.v[k] as number }));
    const made = priorMetaAnalysis(studies, reference, reference.confidence);
    // The rule's own error grows with the prior's spread: 0.2 ± 0.1 is four times wider than the one in use.
    const tolerance = reference.sd > 0.05 ? 1e-7 : 1e-10;
    expectRelative(made.estimate, reference.estimate, tolerance, 'estimate');
    expectRelative(made.tau, reference.tau, tolerance, 'tau');
    expectRelative(made.interval.lower, reference.interval[0], tolerance, 'lower');
    expectRelative(made.interval.upper, reference.interval[1], tolerance, 'upper');
    expectRelative(made.prediction.lower, reference.prediction[0], tolerance, 'next lower');
    expectRelative(made.prediction.upper, reference.prediction[1], tolerance, 'next upper');
  });

  it('is wider than ±0.1 at τ near 0.05 however precise the studies (van Leeuwen 2025)', () => {
    const precise = Array.from({ length: 200 }, () => ({ effect: 0.75, variance: 1e-8 }));
    const narrow = { mean: 0.05, sd: 1e-6 };
    const { prediction } = priorMetaAnalysis(precise, narrow, 0.95);
    expect(prediction.upper - 0.75).toBeCloseTo(1.96 * 0.05, 3);
  });

  it('leaves the prior as it is after one study', () => {
    const { tau } = priorMetaAnalysis([{ effect: 0.7, variance: 0.01 }], aurocHeterogeneity, 0.95);
    expect(tau).toBeCloseTo(0.055, 12);
  });

  it('needs a study', () => {
    expect(() => priorMetaAnalysis([], aurocHeterogeneity, 0.95)).toThrow('needs studies');
  });
});
