import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalStart, readEntries } from 'mlflow-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raredx, root } from './raredx.ts';

let folder: string;
const at = (name: string) => join(folder, name);
const experiment = `name: small
title: Small
question: Is a run a look?
seed: 5
dataset: wilms
outcome: relapse
predictors: [institution_histology, stage, age_years]
cohorts: { development: [NWTS-3], external: [NWTS-4] }
cross_validation: { repeats: 1, folds: 3 }
models: [{ kind: logistic, name: logistic }]
primary: logistic
validation: { thresholds: [0.15], bootstrap: 50, baseline: logistic }
policy: policy.yaml
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-run-looks-'));
  cpSync(join(root, 'datasets/wilms'), at('wilms'), { recursive: true });
  writeFileSync(at('relapse.yaml'), experiment);
  const policy = readFileSync(join(root, 'policies/wilms.yaml'), 'utf8');
  const looks = 'looks: { cohort: NWTS-4, planned: 2, spending: fixed, data: reused, because: two releases }';
  writeFileSync(
    at('policy.yaml'),
    policy.replace('on: 2026-11-24', 'on: 2026-01-01').replace('\ncriteria:', `\n${looks}\ncriteria:`),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...more: string[]) => {
  const result = raredx(['run', at('relapse.yaml'), '--out', at('out'), '--json', ...more]);
  expect(result.status, result.stderr).toBe(0);
  return { ...result, ...(JSON.parse(result.stdout) as { verdict: string }) };
};

describe('raredx run under a policy that counts looks', () => {
  it('takes none without a ledger, and one with it, however often it is run', () => {
    const without = run();
    expect(without.verdict).toBe('not decided');
    expect(without.stderr).toContain('no ledger was given (raredx run --ledger FILE, or raredx gate)');
    expect(existsSync(at('out/decision.json'))).toBe(false);
    const looked = run('--ledger', at('looks.jsonl'));
    const decision = JSON.parse(readFileSync(at('out/decision.json'), 'utf8'));
    expect(looked.verdict).toBe(decision.verdict);
    expect(decision.look).toEqual({ number: 1, of: 2, alpha: expect.closeTo(0.025, 12) });
    expect(existsSync(at('out/pack/decision.json'))).toBe(true);
    run('--ledger', at('looks.jsonl'));
    const entries = readFileSync(at('looks.jsonl'), 'utf8').trim().split('\n');
    expect(entries.map((line) => JSON.parse(line).hash)).toEqual([decision.ledgerEntry]);
    expect(raredx(['verify', at('out/pack'), '--quick']).stdout).toBe('verified\n');
  });

  it('its run in MLflow says so, and the verdict once there is one', () => {
    const operations = [...readEntries(at('out/journal'), journalStart)].map(({ operation }) => operation);
    const starts = operations.filter(({ kind }) => kind === 'start');
    const { verdict } = JSON.parse(readFileSync(at('out/decision.json'), 'utf8'));
    expect(starts[0]).toMatchObject({ tags: { 'raredx.verdict': 'not decided' } });
    expect(operations.filter(({ kind }) => kind === 'tags')).toEqual([
      { kind: 'tags', run: starts[0]?.run, tags: { 'raredx.verdict': verdict } },
    ]);
    expect(operations.filter((one) => one.kind === 'artifact' && one.path === 'decision.json')).toHaveLength(
      1,
    );
  });

  it('its run in MLflow begins when it began', () => {
    const [start] = [...readEntries(at('out/journal'), journalStart)].flatMap(({ operation }) =>
      operation.kind === 'start' && operation.parent === undefined ? [operation] : [],
    );
    const { finished } = JSON.parse(readFileSync(at('out/provenance.json'), 'utf8'));
    expect(start?.startTime).toBeLessThan(Date.parse(finished));
    const ends = [...readEntries(at('out/journal'), journalStart)].flatMap(({ operation }) =>
      operation.kind === 'end' && operation.run === start?.run ? [operation.endTime] : [],
    );
    // The whole run lies between, not only the writing of the journal.
    expect((ends[0] as number) - (start?.startTime as number)).toBeGreaterThan(200);
  });
});
