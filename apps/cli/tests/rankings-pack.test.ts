import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRun } from '@raredx/experiment';
import { generateSigningKey, privateKeyOf } from '@raredx/report';
import { decodeEvidenceJson, encodeTrials, readTrials } from '@raredx/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideStep } from '../src/gate/decide-step.ts';
import { writePack } from '../src/pack/write-pack.ts';
import { writeShareable } from '../src/pack/write-shareable.ts';
import { mlflowStep } from '../src/run/mlflow-step.ts';
import { createTalk } from '../src/talk.ts';
import { evidenceStep } from '../src/validate/evidence-step.ts';
import { examinePack } from '../src/verify/examine-pack.ts';
import { placeSmallRankings } from './small-rankings.ts';

const folder = mkdtempSync(join(tmpdir(), 'rankings-pack-'));
const pack = join(folder, 'pack');
const talk = createTalk(process.stderr, true);
const key = privateKeyOf(generateSigningKey(), 'test');
const base = fileURLToPath(new URL('../../../experiments/phenotype', import.meta.url));
const run = openRun(folder, 'small');

beforeAll(async () => {
  placeSmallRankings(run);
  await evidenceStep({ run, talk, ground: 'test' });
  const experiment = { policy: '../../policies/phenotype.yaml' };
  await decideStep({ base, run, talk, experiment }, {} as never);
  await writePack(folder, talk, key);
}, 60_000);
afterAll(() => {
  run.release();
  rmSync(folder, { recursive: true });
});

const examined = () => examinePack(pack, { quick: false, tolerance: 0, onProgress: () => {} });
const evidence = () => decodeEvidenceJson(readFileSync(join(pack, 'evidence.json'), 'utf8'), 'evidence').rows;

test('a pack over rankings verifies: seal, rows, statements, decision and page', async () => {
  const { findings, rows, statements } = await examined();
  expect(findings).toEqual([]);
  expect(rows).toBeGreaterThan(1000);
  expect(statements).toBe(evidence().length);
}, 60_000);

test('the policy of the phenotype experiment finds its statements', () => {
  const { criteria } = JSON.parse(readFileSync(join(pack, 'decision.json'), 'utf8'));
  const read = criteria.filter(({ evidenceId }: { evidenceId: string | null }) => evidenceId !== null);
  expect(read.length).toBe(criteria.length);
  const verdict = (id: string) => criteria.find((one: { id: string }) => one.id === id).verdict;
  expect(verdict('first-better-than-baseline')).toBe('pass');
  expect(verdict('pretraining-earns-its-name')).not.toBe('pass');
});

test('the page tells of rankings, not of risks, and every number of it names its statement', () => {
  const page = readFileSync(join(pack, 'index.html'), 'utf8');
  for (const title of [
    'Did pretraining help?',
    'Few shots',
    'The next question',
    'I do not know this disease',
  ])
    expect(page.includes(title), title).toBe(true);
  expect(/decision curve|Net benefit|<script/i.exec(page)?.[0]).toBeUndefined();
  expect(page.includes('8,352 candidates')).toBe(true);
  const ids = new Set(evidence().map(({ id }) => id.replaceAll('&', '&amp;')));
  for (const [, id] of page.matchAll(/data-evidence="([^"]*)"/g)) expect(ids).toContain(id);
  for (const [, anchor] of page.matchAll(/href="#([^"]*)"/g))
    expect(page.includes(`id="${anchor}"`), anchor).toBe(true);
});

test('the run is journaled for MLflow with its rankings', async () => {
  await mlflowStep({
    ...{ run, talk, started: new Date(0), verdict: 'fail' },
    experiment: {
      ...{ name: 'small', question: 'q', seed: 1, outcome: 'diagnosis', predictors: [], dataset: 'd' },
      ...{ cohorts: { external: ['late'] }, cross_validation: { repeats: 1, folds: 3 }, models: [] },
      ...{ primary: 'phenotype', validation: { bootstrap: 100 } },
    },
  } as Parameters<typeof mlflowStep>[0]);
  expect(run.has('journal')).toBe(true);
});

test('a copy for sharing carries no rows and holds by itself', async () => {
  const { page } = await writeShareable(folder, talk, { key });
  const copy = join(page, '..');
  const { findings } = await examinePack(copy, {
    ...{ quick: false, tolerance: 0, onProgress: () => {}, against: pack },
  });
  expect(findings).toEqual([]);
  expect(readFileSync(page, 'utf8').includes('8,352 candidates')).toBe(true);
}, 60_000);

test('a changed trial is found, and so is what follows from it', async () => {
  const path = join(pack, 'trials.parquet');
  const before = readFileSync(path);
  const trials = await readTrials(path, 'trials.parquet');
  writeFileSync(path, encodeTrials({ ...trials, value: trials.value.map((one) => Math.min(one, 1)) }));
  const { findings, skipped } = await examined();
  expect(findings.map(({ file }) => file)).toEqual(['trials.parquet']);
  expect(skipped.join()).toContain('evidence.json');
  writeFileSync(path, before);
}, 60_000);
