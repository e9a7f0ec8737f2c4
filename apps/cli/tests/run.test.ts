import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPredictions, textAt } from '@raredx/tables';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { raredx, root, startRaredx } from './raredx.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-run-'));
  cpSync(join(root, 'datasets/wilms'), join(folder, 'wilms'), { recursive: true });
  writeFileSync(join(folder, 'relapse.yaml'), experiment);
  cpSync(join(root, 'policies/wilms.yaml'), join(folder, 'policy.yaml'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const experiment = `name: small
title: Small
question: Does the whole path run?
seed: 5
dataset: wilms
outcome: relapse
predictors: [institution_histology, stage, age_years]
attributes: [age_band]
cohorts: { development: [NWTS-3], external: [NWTS-4] }
cross_validation: { repeats: 1, folds: 3 }
models:
  - { kind: logistic, name: logistic }
  - { kind: network, name: network, hidden: [4], epochs: 3, batch_size: 256, learning_rate: 0.02, weight_decay: 0 }
primary: logistic
validation: { thresholds: [0.15], bootstrap: 100, baseline: logistic }
policy: policy.yaml
`;

const files = [
  'evidence.json',
  'evidence.parquet',
  'predictions.parquet',
  'splits.parquet',
  'decision.json',
  'pack/index.html',
];
const digest = (out: string) =>
  files
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(out, name)))
          .digest('hex')}`,
    )
    .join('\n');
const run = (out: string, ...more: string[]) =>
  raredx(['run', join(folder, 'relapse.yaml'), '--out', join(folder, out), ...more]);

describe('raredx run', () => {
  it('ends in a decision, keeps what is done, and makes the same bytes again', () => {
    const first = run('a');
    expect(first.stderr).toContain('decision');
    expect(first.status).toBe(0);
    expect(first.stdout.trim()).toBe(join(folder, 'a/pack/index.html'));
    const before = digest(join(folder, 'a'));
    const again = run('a');
    expect(again.stderr.match(/\(kept\)/g)?.length).toBeGreaterThan(4);
    expect(digest(join(folder, 'a'))).toBe(before);
    expect(run('b').status).toBe(0);
    expect(digest(join(folder, 'b'))).toBe(before);
    const gate = raredx([
      'gate',
      join(folder, 'a'),
      '--policy',
      join(folder, 'policy.yaml'),
      '--junit',
      join(folder, 'j.xml'),
    ]);
    const { verdict } = JSON.parse(readFileSync(join(folder, 'a/decision.json'), 'utf8'));
    expect(gate.status).toBe({ pass: 0, fail: 4, insufficient_evidence: 5 }[verdict as 'pass']);
    expect(readFileSync(join(folder, 'j.xml'), 'utf8')).toContain('<testsuite');
    const page = readFileSync(join(folder, 'a/pack/index.html'));
    rmSync(join(folder, 'a/pack'), { recursive: true });
    expect(raredx(['report', join(folder, 'a')]).status).toBe(0);
    expect(readFileSync(join(folder, 'a/pack/index.html'))).toEqual(page);
  });

  it('killed at any step goes on and ends in the same bytes', async () => {
    run('whole');
    const wanted = digest(join(folder, 'whole'));
    for (const moment of ['cohort', 'splits', 'logistic', 'network', 'predictions', 'evidence']) {
      const { child, exit, heard } = startRaredx([
        'run',
        join(folder, 'relapse.yaml'),
        '--out',
        join(folder, 'cut'),
      ]);
      await heard(moment);
      child.kill('SIGKILL');
      await exit;
    }
    const { status, stderr } = run('cut');
    expect(stderr).not.toContain('bug');
    expect(status).toBe(0);
    expect(digest(join(folder, 'cut'))).toBe(wanted);
  });

  it('interrupted says so and exits 130; a second process meanwhile gets 75', async () => {
    const out = join(folder, 'held');
    const { child, exit, heard, said } = startRaredx([
      'run',
      join(folder, 'relapse.yaml'),
      '--out',
      out,
      '--set',
      'models.network.epochs=2000',
    ]);
    await heard('logistic');
    const second = run('held');
    expect(second.status).toBe(75);
    expect(second.stderr).toContain(`held by another process (pid ${child.pid}`);
    child.kill('SIGINT');
    expect((await exit).code).toBe(130);
    expect(said()).toContain('interrupted; what is finished is kept');
  });
});

const golden = join(root, '../shared/data/golden/nwtco_study4_pred.csv');

describe.skipIf(!existsSync(golden))('raredx run against R', () => {
  it('predicts relapse in study 4 as glm does, to 1e-8, and finds the same AUROC and slope', async () => {
    edit('relapse.yaml', 'predictors: [institution_histology', 'predictors: [central_histology');
    expect(run('r', '--set', 'models=[{kind: logistic, name: logistic}]').status).toBe(0);
    const ours = await readPredictions(join(folder, 'r/predictions.parquet'), 'predictions.parquet');
    const wanted = new Map(
      readFileSync(golden, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => [line.split(',')[0], Number(line.split(',')[2])]),
    );
    let compared = 0;
    for (let row = 0; row < ours.rows; row++) {
      if (textAt(ours.partition, row) !== 'external') continue;
      expect(
        Math.abs((ours.p[row] as number) - (wanted.get(textAt(ours.patientId, row)) as number)),
      ).toBeLessThan(1e-8);
      compared++;
    }
    expect(compared).toBe(2171);
    const { rows } = JSON.parse(readFileSync(join(folder, 'r/evidence.json'), 'utf8'));
    const estimate = (id: string) => rows.find((row: { id: string }) => row.id === id).estimate;
    expect(estimate('external:logistic:auroc')).toBeCloseTo(0.702196919275, 10);
    expect(estimate('external:logistic:calibration_slope')).toBeCloseTo(0.830819728972, 8);
  });
});

function edit(name: string, from: string | RegExp, to: string) {
  const path = join(folder, name);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}

describe('raredx run on bad input: one line and the right exit code', () => {
  it.each([
    [
      'an unknown key',
      () => edit('relapse.yaml', 'folds: 3', 'fold: 3'),
      2,
      'unknown key in cross_validation (fold)',
    ],
    [
      'an unknown site',
      () => edit('relapse.yaml', 'external: [NWTS-4]', 'external: [NWTS-5]'),
      2,
      'no rows from site NWTS-5',
    ],
    [
      'a missing column',
      () => edit('wilms/nwtco.csv', '"stage"', '"stadium"'),
      3,
      'nwtco.csv: missing column (stage)',
    ],
    ['a level nobody declared', () => edit('wilms/nwtco.csv', '\n1,2,2,1,3,', '\n1,2,2,7,3,'), 3, 'stage'],
    ['a ragged row', () => edit('wilms/nwtco.csv', '\n2,1,1,2,3,', '\n2,1,1,2,3,9,'), 3, 'nwtco.csv'],
    ['an unknown predictor', () => edit('relapse.yaml', 'age_years]', 'age_yeers]'), 2, 'age_yeers'],
    ['no experiment', () => rmSync(join(folder, 'relapse.yaml')), 2, 'no such experiment file'],
    ['no policy', () => rmSync(join(folder, 'policy.yaml')), 2, 'policy.yaml: no such policy file'],
  ])('%s', (_, spoil, status, message) => {
    spoil();
    const result = run('bad', '--set', 'models=[{kind: logistic, name: logistic}]');
    expect(result.stderr).toContain(message);
    expect(result.status).toBe(status);
    expect(result.stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(join(folder, 'bad/pack'))).toBe(false);
    expect(existsSync(join(folder, 'bad/decision.json'))).toBe(false);
  });

  it('a policy or a tracking server that cannot be used is said before anything is done', () => {
    const server = raredx(['run', join(folder, 'relapse.yaml'), '--out', join(folder, 'bad')], {
      env: { MLFLOW_TRACKING_URI: 'here' },
    });
    expect(server.stderr).toMatch(/^MLFLOW_TRACKING_URI: not an http/);
    expect(server.status).toBe(2);
    rmSync(join(folder, 'policy.yaml'));
    expect(run('bad').stderr).toMatch(/^policy.yaml: no such policy file/);
    expect(existsSync(join(folder, 'bad'))).toBe(false);
  });
});
