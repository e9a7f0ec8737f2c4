import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeEvidenceJson,
  encodeEvidenceParquet,
  fingerprint,
  readPredictions,
  sha256,
} from '@raredx/tables';
import { type PackFacts, readFacts } from '../pack/facts.ts';
import type { RunContext } from '../run/run-context.ts';
import { judgeInWorkers } from './judge-in-workers.ts';

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
  const state = await run.step('evidence', fingerprint({ ground, predictionsHash, plan }), async () => {
    const predictions = await readPredictions(path, facts.predictions);
    const rows = await judgeInWorkers(predictions, plan, (done, total) => step.advance(done, total));
    const file = {
      schemaVersion: 1 as const,
      provenance: {
        software: facts.provenance.software ?? null,
        predictions: predictionsHash,
        plan: fingerprint(plan),
        seed: facts.seed,
      },
      rows,
    };
    run.write('evidence.parquet', encodeEvidenceParquet(file));
    run.write('evidence.json', encodeEvidenceJson(file));
  });
  step.end(state === 'kept' ? 'judged before (kept)' : `${countRows(run.path('evidence.json'))} statements`);
}

export function planOf(facts: PackFacts) {
  return {
    seed: facts.seed,
    bootstrap: facts.bootstrap,
    confidence: facts.confidence,
    thresholds: facts.thresholds,
    ...(facts.baseline ? { baseline: facts.baseline } : {}),
  };
}

function countRows(path: string): number {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 5 : 0;
}

export function evidenceHash(folder: string): string {
  return sha256(readFileSync(join(folder, 'evidence.json')));
}
