import { readFileSync } from 'node:fs';
import { createRandom, logit, normalQuantile } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { simulated } from '../../tests/cohort.ts';
import { type HandRow, predictionsTable } from '../../tests/predictions-table.ts';
import { expectRelative } from '../../tests/relative.ts';
import { validate } from '../index.ts';

interface Case {
  readonly rows: Readonly<Record<'patient' | 'sample' | 'partition' | 'sex' | 'stage', string[]>> &
    Readonly<Record<'rep' | 'y' | 'p', number[]>>;
  readonly confidence: number;
  readonly value: Readonly<Record<string, number>>;
  readonly variance: Readonly<Record<string, number>>;
  readonly effective: number;
  readonly lp_mean_difference: [number, number, number];
  readonly lp_sd_ratio: [number, number, number];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/transport.json', import.meta.url), 'utf8'),
) as { cases: Record<string, Case> };

const find = (rows: readonly EvidenceRow[], metric: string) =>
  rows.find((row) => row.metric === `transport:${metric}` && row.site === null) as EvidenceRow;

function tableOf({ rows }: Case): HandRow[] {
  return rows.y.map(
    (y, i): HandRow => ({
      y: y as 0 | 1,
      p: rows.p[i] as number,
      patient: rows.patient[i] as string,
      sample: rows.sample[i] as string,
      partition: rows.partition[i] as string,
      repeat: rows.rep[i] as number,
      attributes: { sex: rows.sex[i] as string, stage: rows.stage[i] as string },
    }),
  );
}

const plan = { seed: 1, bootstrap: 0, confidence: 0.95, thresholds: [0.3], curveThresholds: [0.3] };

describe.each(Object.entries(cases))('transport, %s', (_, reference) => {
  const evidence = validate(predictionsTable(tableOf(reference)), {
    ...plan,
    confidence: reference.confidence,
    subgroupModels: [],
  });
  const z = normalQuantile((1 + reference.confidence) / 2);

  it.each(Object.keys(reference.value))('%s agrees with refits at perturbed weights in R', (name) => {
    const row = find(evidence, name);
    const expected = reference.value[name] as number;
    expectRelative(row.estimate as number, expected, 1e-8, name);
    if (name === 'calibration_slope_case_mix') {
      expect(row.note).toContain('no interval: its 95 % limits covered');
      return;
    }
    const onLogit = name === 'auroc_standardised' || name === 'brier_standardised';
    const scale = (x: number) => (onLogit ? logit(x) : x);
    const slope = onLogit ? expected * (1 - expected) : 1;
    const error = ((scale(row.upper as number) - scale(row.lower as number)) / (2 * z)) * slope;
    // The reference differentiates numerically.
    expectRelative(error ** 2, reference.variance[name] as number, 1e-6, `variance of ${name}`);
  });

  it('has the linear predictor and the effective size of R', () => {
    for (const name of ['lp_mean_difference', 'lp_sd_ratio'] as const) {
      const { estimate, lower, upper } = find(evidence, name);
      [estimate, lower, upper].forEach((got, k) => {
        expectRelative(got as number, reference[name][k] as number, 1e-10, name);
      });
    }
    expectRelative(find(evidence, 'effective_sample_size').estimate as number, reference.effective, 1e-8);
  });

  it('splits the change without remainder', () => {
    for (const metric of ['auroc', 'brier', 'calibration_slope']) {
      const of = (part: string) => find(evidence, `${metric}_${part}`).estimate as number;
      expect(of('case_mix') + of('model')).toBeCloseTo(of('change'), 12);
    }
  });
});

function cohorts(external: readonly HandRow[]): HandRow[] {
  const development = simulated('development', 300).map((row) => ({
    ...row,
    patient: `d ${row.patient}`,
    partition: 'internal',
  }));
  return [...development, ...external];
}

const judged = (external: readonly HandRow[]) => validate(predictionsTable(cohorts(external)), plan);

describe('case mix', () => {
  it('that is alike cannot be told apart', () => {
    const row = find(judged(simulated('external', 300)), 'membership_auroc');
    expect(row.lower as number).toBeLessThan(0.5);
    expect(row.estimate as number).toBeLessThan(0.56);
    expect(row.method).toContain('cross-fitted');
  });

  it('of fewer differences explains a drop that the model is not to blame for', () => {
    const random = createRandom('narrow');
    // Patients near the middle of the risks: the same model, and less to tell them apart by.
    const narrow = simulated('narrow', 4000)
      .filter((row) => random.uniform() < Math.exp(-0.4 * (logit(row.p) + 1) ** 2))
      .slice(0, 1000);
    const evidence = judged(narrow);
    expect(find(evidence, 'lp_sd_ratio').upper as number).toBeLessThan(0.85);
    const [change, caseMix, model] = ['change', 'case_mix', 'model'].map((part) =>
      find(evidence, `auroc_${part}`),
    );
    expect(change?.estimate as number).toBeLessThan(-0.02);
    expect(caseMix?.upper as number).toBeLessThan(0);
    expect(Math.abs(model?.estimate as number)).toBeLessThan(Math.abs(caseMix?.estimate as number));
  });

  it('without overlap has no standardised performance, and says how little is left', () => {
    const far = simulated('far', 200, { intercept: 3 }).map((row) => ({ ...row, p: 1 - (1 - row.p) / 20 }));
    const row = find(judged(far), 'auroc_standardised');
    expect(row.undefinedBecause).toMatch(/effective patients with the event|separation/);
  });

  it('leaves out an attribute whose level one cohort lacks, by name', () => {
    const other = simulated('external', 200).map((row) => ({ ...row, attributes: { stage: 'V' } }));
    const { note } = find(judged(other), 'membership_auroc');
    expect(note).toContain('left out: stage (V');
    expect(note).toContain('occurs only in the external patients');
  });

  it('says why where a risk has no logit, for every measure', () => {
    const rows = judged([...simulated('external', 50), { y: 1, p: 1, patient: 'z' }]).filter((row) =>
      row.metric.startsWith('transport:'),
    );
    expect(rows).toHaveLength(20);
    for (const row of rows) expect(row.undefinedBecause).toBe('p is exactly 0 or 1 in 1 rows');
  });

  it('is not spoken of without development predictions', () => {
    const evidence = validate(predictionsTable(simulated('external', 100)), plan);
    expect(evidence.some((row) => row.metric.startsWith('transport:'))).toBe(false);
  });
});
