import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSeal, merkleRoot, predictionLeaves } from '@raredx/report';
import {
  type Decision,
  decodeEvidenceJson,
  type EvidenceFile,
  type Predictions,
  readPredictions,
} from '@raredx/tables';
import { type PackFacts, readFacts } from '../pack/facts.ts';
import { readPackFiles } from '../pack/pack-documents.ts';
import { findPack } from '../verify/find-pack.ts';

/** A pack as a comparison needs it. */
export interface OpenedPack {
  readonly facts: PackFacts;
  readonly evidence: EvidenceFile;
  readonly decision: Decision | null;
  readonly predictions: Predictions;
  readonly merkleRoot: string;
  /** How many files are not as sealed. */
  readonly broken: number;
}

/**
 * @throws ConfigError where there is no pack; ContractError where its evidence or predictions cannot be read
 */
export async function openPackFolder(given: string): Promise<OpenedPack> {
  const folder = findPack(given);
  const facts = readFacts(folder);
  const evidence = readFileSync(join(folder, 'evidence.json'), 'utf8');
  const decision = join(folder, 'decision.json');
  const predictions = await readPredictions(join(folder, facts.predictions), facts.predictions);
  const seal = checkSeal(readPackFiles(folder).files);
  return {
    facts,
    evidence: decodeEvidenceJson(evidence, 'evidence.json'),
    decision: existsSync(decision) ? (JSON.parse(readFileSync(decision, 'utf8')) as Decision) : null,
    predictions,
    merkleRoot: merkleRoot(predictionLeaves(predictions).hashes),
    broken: seal.findings.length,
  };
}
