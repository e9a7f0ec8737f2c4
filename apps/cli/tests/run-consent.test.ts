import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flow } from '@raredx/tables';
import { readPredictions } from '@raredx/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raredx, root } from './raredx.ts';

let folder: string;
const at = (name: string) => join(folder, name);
const experiment = `name: small
title: Small
question: Is nobody learned from who withdrew?
seed: 5
dataset: wilms
outcome: relapse
predictors: [institution_histology, stage, age_years]
cohorts: { development: [NWTS-3], external: [NWTS-4] }
cross_validation: { repeats: 1, folds: 3 }
models: [{ kind: logistic, name: logistic }]
primary: logistic
validation: { thresholds: [0.15], bootstrap: 20, baseline: logistic }
`;
const run = (out: string, ...more: string[]) =>
  raredx(['run', at('relapse.yaml'), '--out', at(out), ...more]);
const patientsOf = async (out: string) =>
  (await readPredictions(at(`${out}/predictions.parquet`), 'predictions.parquet')).patientId.levels;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-run-consent-'));
  cpSync(join(root, 'datasets/wilms'), at('wilms'), { recursive: true });
  writeFileSync(at('relapse.yaml'), experiment);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('raredx run without who withdrew', () => {
  it('learns from and judges on the others alone, and says how many are left', async () => {
    expect(run('all').status).toBe(0);
    const patients = await patientsOf('all');
    const withdrew = patients.filter((_, index) => index % 10 === 3);
    const lines = patients.map((one) => `${one},research,${withdrew.includes(one) ? '2026-01-01' : ''}`);
    writeFileSync(at('consents.csv'), `patient_id,scope,withdrawn_on\n${lines.join('\n')}\n`);
    const asked = ['--consent', at('consents.csv'), '--use', 'research'];
    const { stderr, status } = run('without', ...asked);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(
      `${withdrew.length} of ${patients.length} patients do not allow the use research`,
    );
    expect([...(await patientsOf('without'))].sort()).toEqual(
      patients.filter((one) => !withdrew.includes(one)).sort(),
    );
    const { cohorts } = JSON.parse(readFileSync(at('without/cohort/flow.json'), 'utf8')) as Flow;
    const steps = cohorts.map((one) => one.steps.find(({ step }) => step === 'consent to research'));
    expect(steps.reduce((sum, step) => sum + (step?.excluded ?? 0), 0)).toBe(withdrew.length);
    const weights = (out: string) => readFileSync(at(`${out}/model/logistic.safetensors`));
    expect(weights('without').equals(weights('all'))).toBe(false);
    const moved = raredx(['report', 'diff', at('all'), at('without')]);
    expect(moved.stdout).toMatch(/\d+ removed/);
  });

  it('needs both, and a day', () => {
    expect(run('bad', '--consent', at('consents.csv')).stderr).toContain('--consent: is checked for a use');
    const wrong = ['--consent', at('consents.csv'), '--use', 'research', '--on', '24.11.2026'];
    expect(run('bad', ...wrong).stderr).toContain('--on: not a day');
    const sale = run('bad', '--consent', at('consents.csv'), '--use', 'sale');
    expect(sale.stderr).toContain('no patient allows the use (sale)');
    expect(sale.status).toBe(2);
  });
});
