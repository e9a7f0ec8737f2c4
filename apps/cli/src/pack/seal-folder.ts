import type { KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { keyId, sealPack } from '@raredx/report';
import { type Decision, type EvidenceFile, readPredictions } from '@raredx/tables';
import { softwareVersion } from '../software.ts';
import { planOf } from '../validate/evidence-step.ts';
import type { PackFacts } from './facts.ts';
import { readPackFiles } from './pack-documents.ts';

/** Seals what lies in `pack/`, whoever put it there; the last step of writing a pack. Returns the key's id. */
export async function sealFolder(
  pack: string,
  facts: PackFacts,
  { key, evidence }: { readonly key: KeyObject; readonly evidence: EvidenceFile },
): Promise<string> {
  dropHalfWritten(pack);
  const decision = join(pack, 'decision.json');
  const sealed = sealPack({
    files: readPackFiles(pack).files,
    predictions: await readPredictions(join(pack, facts.predictions), facts.predictions),
    predictionsPath: facts.predictions,
    evidenceRows: evidence.rows.length,
    plan: planOf(facts),
    decision: existsSync(decision) ? (JSON.parse(readFileSync(decision, 'utf8')) as Decision) : null,
    software: `raredx ${softwareVersion}`,
    key,
  });
  for (const [name, text] of sealed) writeAtomically(join(pack, name), text);
  return keyId(key);
}

/** A killed run leaves temporary neighbours of the files it was writing; they are no part of a pack. */
function dropHalfWritten(pack: string): void {
  for (const name of readdirSync(pack, { recursive: true, encoding: 'utf8' })) {
    if (/(^|[\\/])\.[^\\/]+\.\d+\.tmp$/.test(name)) rmSync(join(pack, name));
  }
}
