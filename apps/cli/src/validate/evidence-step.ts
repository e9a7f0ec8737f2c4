import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type EvidenceFile,
  encodeEvidenceJson,
  encodeEvidenceParquet,
  fingerprint,
  readPredictions,
  sha256,
} from '@raredx/tables';
import { dropStaleDecision } from '../gate/current-evidence.ts';
import { type PackFacts, readFacts } from '../pack/facts.ts';
import type { RunContext } from '../run/run-context.ts';
import { replaysHash, withInternalValidity } from './internal-validity.ts';
import { judgeInWorkers } from './judge-in-workers.ts';
import { rankingsEvidence, trialsHash } from './rankings-evidence.ts';

/** Judges the predictions of a folder by its declared plan: evidence.json and evidence.parquet. */
export async function evidenceStep({
  run,
  talk,
  ground,
}: Pick<RunContext, 'run' | 'talk' | 'ground'>): Promise<void> {
  const step = talk.step('evidence');
  const facts = readFacts(run.folder);
  const path = run.path(facts.predictions);
  const plan = planOf(facts);
  const predictionsHash = sha256(readFileSync(path));
  const inputs = fingerprint({
    ground,
    predictionsHash,
    plan,
    replays: replaysHash(run.folder),
    ...trialsHash(run.folder),
  });
  const state = await run.step('evidence', inputs, async () => {
    const file = await judgedEvidence(run.folder, facts, (done, total) => step.advance(done, total));
    run.write('evidence.parquet', encodeEvidenceParquet(file));
    run.write('evidence.json', encodeEvidenceJson(file));
  });
  dropStaleDecision(run.folder);
  step.end(state === 'kept' ? 'judged before (kept)' : `${countRows(run.path('evidence.json'))} statements`);
}

/** The evidence that follows from a folder's predictions by its declared plan. A pack is such a folder too. */
export async function judgedEvidence(
  folder: string,
  facts: PackFacts,
  onProgress: (done: number, total: number) => void,
): Promise<EvidenceFile> {
  if (facts.rankings) return rankingsEvidence(folder, facts, facts.rankings);
  const path = join(folder, facts.predictions);
  const plan = planOf(facts);
  const predictions = await readPredictions(path, facts.predictions);
  const replays = replaysHash(folder);
  const judged = await judgeInWorkers(predictions, plan, onProgress);
  return {
    schemaVersion: 1,
    provenance: {
      software: facts.provenance.software ?? null,
      predictions: sha256(readFileSync(path)),
      ...(replays ? { replays } : {}),
      plan: fingerprint(plan),
      seed: facts.seed,
    },
    rows: await withInternalValidity(judged, predictions, { folder, plan }),
  };
}

export function planOf(facts: PackFacts) {
  return {
    seed: facts.seed,
    bootstrap: facts.bootstrap,
    confidence: facts.confidence,
    thresholds: facts.thresholds,
    ...(facts.targetPrevalence === undefined ? {} : { targetPrevalence: facts.targetPrevalence }),
    ...(facts.baseline ? { baseline: facts.baseline } : {}),
    ...(facts.rankings ? { rankings: facts.rankings } : {}),
  };
}

function countRows(path: string): number {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 5 : 0;
}

export function evidenceHash(folder: string): string {
  return sha256(readFileSync(join(folder, 'evidence.json')));
}
