import type { KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import {
  envelopeFile,
  keyId,
  manifestFile,
  sealPack,
  sealShareable,
  sigstoreFile,
  trustedRootFile,
} from '@raredx/report';
import { type Decision, type EvidenceFile, sha256 } from '@raredx/tables';
import { softwareVersion } from '../software.ts';
import { planOf } from '../validate/evidence-step.ts';
import { buildFingerprint } from './build-fingerprint.ts';
import type { PackFacts } from './facts.ts';
import { readPackFiles } from './pack-documents.ts';
import { readJudged } from './read-judged.ts';

export interface SealedFolder {
  readonly keyId: string;
  /** The in-toto statement that was signed. */
  readonly statement: string;
}

interface Sealer {
  readonly key: KeyObject;
  readonly evidence: EvidenceFile;
}

/** Seals what lies in `pack/`, whoever put it there; the last step of writing a pack. */
export async function sealFolder(
  pack: string,
  facts: PackFacts,
  { key, evidence }: Sealer,
): Promise<SealedFolder> {
  const sealed = sealPack({
    ...sealingOf(pack, evidence, key),
    predictions: await readJudged(pack, facts.predictions, facts),
    predictionsPath: facts.predictions,
    plan: planOf(facts),
  });
  return place(pack, sealed, key);
}

/** Seals a copy for sharing and ties it to the sealed pack it was drawn from. */
export function sealShareableFolder(copy: string, internal: string, { key, evidence }: Sealer): SealedFolder {
  const manifest = readFileSync(join(internal, manifestFile), 'utf8');
  const { merkleRoot } = JSON.parse(manifest).predictions;
  const of = { manifest: sha256(manifest), merkleRoot };
  return place(copy, sealShareable({ ...sealingOf(copy, evidence, key), of }), key);
}

function sealingOf(pack: string, evidence: EvidenceFile, key: KeyObject) {
  dropHalfWritten(pack);
  const decision = join(pack, 'decision.json');
  return {
    files: readPackFiles(pack).files,
    evidenceRows: evidence.rows.length,
    decision: existsSync(decision) ? (JSON.parse(readFileSync(decision, 'utf8')) as Decision) : null,
    software: `raredx ${softwareVersion}`,
    build: buildFingerprint(),
    key,
  };
}

function place(pack: string, sealed: ReadonlyMap<string, string>, key: KeyObject): SealedFolder {
  const { payload } = JSON.parse(sealed.get(envelopeFile) ?? '');
  dropOtherBundle(pack, payload);
  for (const [name, text] of sealed) writeAtomically(join(pack, name), text);
  return { keyId: keyId(key), statement: Buffer.from(payload, 'base64').toString('utf8') };
}

/** A sigstore bundle over what the pack was before says nothing of what it is now. */
function dropOtherBundle(pack: string, payload: string): void {
  const path = join(pack, sigstoreFile);
  if (existsSync(path) && readFileSync(path, 'utf8').includes(`"payload":"${payload}"`)) return;
  for (const name of [sigstoreFile, trustedRootFile]) rmSync(join(pack, name), { force: true });
}

/** A killed run leaves temporary neighbours of the files it was writing; they are no part of a pack. */
function dropHalfWritten(pack: string): void {
  for (const name of readdirSync(pack, { recursive: true, encoding: 'utf8' })) {
    if (/(^|[\\/])\.[^\\/]+\.\d+\.tmp$/.test(name)) rmSync(join(pack, name));
  }
}
