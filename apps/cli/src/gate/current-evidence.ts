import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { type Decision, decodeEvidenceJson, sha256 } from '@raredx/tables';
import { factsFile, readFacts } from '../pack/facts.ts';
import { policyFile } from '../pack/pack-documents.ts';

const decisionFile = 'decision.json';
const goOn = 'give the command that makes the folder again: it goes on where it stopped';

/**
 * A command that was stopped may leave new predictions beside old evidence; nothing may be decided or written from it.
 *
 * @throws ConfigError where there is no evidence, or it was made from other predictions than lie beside it
 */
export function requireCurrentEvidence(folder: string): void {
  const path = join(folder, 'evidence.json');
  if (!existsSync(path)) {
    const started = existsSync(join(folder, factsFile));
    throw new ConfigError(
      folder,
      'no evidence.json here',
      started ? goOn : 'make it with raredx run or raredx validate',
    );
  }
  if (!existsSync(join(folder, factsFile))) return;
  const predictions = join(folder, readFacts(folder).predictions);
  if (!existsSync(predictions)) return;
  const { provenance } = decodeEvidenceJson(readFileSync(path, 'utf8'), 'evidence.json');
  if (provenance.predictions === sha256(readFileSync(predictions))) return;
  throw new ConfigError(folder, 'evidence.json was made from other predictions than lie here', goOn);
}

/** A verdict on other evidence must not stand in a pack. True where the folder's decision is of its evidence, or absent. */
export function decisionIsCurrent(folder: string): boolean {
  const path = join(folder, decisionFile);
  if (!existsSync(path)) return true;
  const decision = JSON.parse(readFileSync(path, 'utf8')) as Decision;
  return decision.evidenceHash === sha256(readFileSync(join(folder, 'evidence.json')));
}

/** After evidence was made anew: the decision on the old one goes. */
export function dropStaleDecision(folder: string): void {
  if (decisionIsCurrent(folder)) return;
  for (const name of [decisionFile, policyFile]) rmSync(join(folder, name), { force: true });
}
