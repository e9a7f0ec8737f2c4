import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Predictions, readPredictions, textAt } from '@raredx/tables';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { raredx, root } from './raredx.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-missing-'));
  for (const name of ['pbc', 'wilms'])
    cpSync(join(root, 'datasets', name), join(folder, name), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const impute =
  'missing: { method: impute, imputations: 3, iterations: 2, auxiliary: [ast], ordered: [stage] }';

const pbc = `name: gaps
title: Gaps
question: What is a patient told whose laboratory values are missing?
seed: 5
dataset: pbc
outcome: event
predictors: [age, bilirubin, cholesterol, copper, stage]
cohorts: { development: [trial], external: [registry] }
cross_validation: { repeats: 1, folds: 3 }
models: [{ kind: logistic, name: logistic, ridge: 1 }]
primary: logistic
validation: { thresholds: [0.4], bootstrap: 0, baseline: logistic }
`;

const wilms = pbc
  .replace('dataset: pbc', 'dataset: wilms')
  .replace('outcome: event', 'outcome: relapse')
  .replace(/predictors: .*/, 'predictors: [stage, age_years]')
  .replace('[trial]', '[NWTS-3]')
  .replace('[registry]', '[NWTS-4]');

function run(text: string, out: string, ...more: string[]) {
  writeFileSync(join(folder, 'asked.yaml'), text);
  return raredx(['run', join(folder, 'asked.yaml'), '--out', join(folder, out), ...more]);
}

const predictionsOf = (out: string): Promise<Predictions> =>
  readPredictions(join(folder, out, 'predictions.parquet'), 'predictions.parquet');

describe('missing: { method: impute }', () => {
  it('tells every patient the mean risk over the completed data sets, the same in each run', async () => {
    const first = run(`${pbc}${impute}\noptimism: { replicates: 2, models: [logistic] }\n`, 'a');
    expect(first.status, first.stderr).toBe(0);
    expect(first.stderr).toContain('4 fits on each of 3 completed data sets');
    expect(first.stderr).toContain('leak certificate: clean');
    const told = await predictionsOf('a');
    expect(told.rows).toBe(418);
    expect(told.p.every((p) => p > 0 && p < 1)).toBe(true);
    const facts = JSON.parse(readFileSync(join(folder, 'a/pack-facts.json'), 'utf8'));
    expect(facts.models[0].settings.missing).toBe(
      'chained equations, 3 imputations of 2 iterations; mean risk',
    );
    expect(run(`${pbc}${impute}\noptimism: { replicates: 2, models: [logistic] }\n`, 'b').status).toBe(0);
    for (const name of ['predictions.parquet', 'replays.parquet', 'evidence.json'])
      expect(readFileSync(join(folder, 'b', name)), name).toEqual(readFileSync(join(folder, 'a', name)));
  });

  it('says other risks than indicators do where something is missing, the same where nothing is', async () => {
    for (const [out, text] of [
      ['gaps', pbc],
      ['filled', pbc + impute],
      ['whole', wilms],
      ['whole-filled', wilms + impute.replace(', auxiliary: [ast]', '')],
    ] as const)
      expect(run(text, out).status, out).toBe(0);
    const apart = async (a: string, b: string) => {
      const [one, other] = [await predictionsOf(a), await predictionsOf(b)];
      return one.p.reduce((most, p, row) => {
        expect(textAt(one.sampleId, row)).toBe(textAt(other.sampleId, row));
        return Math.max(most, Math.abs(p - (other.p[row] as number)));
      }, 0);
    };
    expect(await apart('gaps', 'filled')).toBeGreaterThan(0.01);
    expect(await apart('whole', 'whole-filled')).toBeLessThan(1e-12);
  });

  it.each([
    ['an outcome as auxiliary', impute.replace('ast', 'event'), 2, 'event is an outcome'],
    ['follow-up as auxiliary', impute.replace('ast', 'followup_days'), 2, 'followup_days is follow-up'],
    ['an unknown column', impute.replace('ast', 'asst'), 2, 'asst'],
    ['one imputation', impute.replace('imputations: 3', 'imputations: 1'), 2, 'imputations'],
  ])('refuses %s', (_, missing, status, message) => {
    const result = run(pbc + missing, 'bad');
    expect(result.stderr).toContain(message);
    expect(result.status).toBe(status);
  });
});
