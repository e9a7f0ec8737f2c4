import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvidenceFile, fingerprint, readRankings, readTrials, sha256 } from '@raredx/tables';
import { judgeRankings } from '@raredx/validation';
import type { PackFacts } from '../pack/facts.ts';
import { trialsFile } from '../pack/pack-documents.ts';

/** Hash of the folder's trials, where it has any. */
export function trialsHash(folder: string): { readonly trials?: string } {
  const path = join(folder, trialsFile);
  return existsSync(path) ? { trials: sha256(readFileSync(path)) } : {};
}

/** The evidence that follows from a folder's rankings and trials by the plan in its facts. */
export async function rankingsEvidence(
  folder: string,
  facts: PackFacts,
  declared: NonNullable<PackFacts['rankings']>,
): Promise<EvidenceFile> {
  const { seed, bootstrap, confidence, predictions: name } = facts;
  const plan = { seed, bootstrap, confidence, ...declared };
  const path = join(folder, name);
  const held = trialsHash(folder);
  const trials = held.trials ? await readTrials(join(folder, trialsFile), trialsFile) : null;
  return {
    schemaVersion: 1,
    provenance: {
      software: facts.provenance.software ?? null,
      predictions: sha256(readFileSync(path)),
      ...held,
      plan: fingerprint(plan),
      seed,
    },
    rows: judgeRankings(await readRankings(path, name), trials, plan),
  };
}
