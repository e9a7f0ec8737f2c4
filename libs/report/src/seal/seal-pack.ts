import type { KeyObject } from 'node:crypto';
import { canonicalJson, type Decision, type Predictions, sha256 } from '@raredx/tables';
import { signEnvelope } from './dsse-envelope.ts';
import {
  encodeManifest,
  envelopeFile,
  type Manifest,
  manifestFile,
  outsideManifest,
  publicKeyFile,
  rowHashesFile,
} from './manifest.ts';
import { merkleRoot } from './merkle-tree.ts';
import { packStatement } from './pack-statement.ts';
import { predictionLeaves } from './prediction-leaves.ts';
import { encodeRowHashes } from './row-hashes.ts';
import { publicKeyPem } from './signing-key.ts';

/** A pack's files by path; an earlier seal among them is replaced. */
export type PackFiles = ReadonlyMap<string, Uint8Array>;

export interface SealInput {
  /** Holds at least `evidence.json` and the predictions file. */
  readonly files: PackFiles;
  readonly predictions: Predictions;
  readonly predictionsPath: string;
  readonly evidenceRows: number;
  readonly plan: Readonly<Record<string, unknown>>;
  readonly decision: Decision | null;
  readonly software: string;
  readonly key: KeyObject;
}

/**
 * Seals a pack: row hashes, public key, manifest over every file, and the signed statement. Same files and key, same
 * bytes: nothing else goes in.
 *
 * @returns the files to be added, by path
 */
export function sealPack(input: SealInput): ReadonlyMap<string, string> {
  const leaves = predictionLeaves(input.predictions);
  const rowHashes = encodeRowHashes(leaves);
  const publicKey = publicKeyPem(input.key);
  const files = new Map<string, Uint8Array>(input.files);
  files.set(rowHashesFile, Buffer.from(rowHashes));
  files.set(publicKeyFile, Buffer.from(publicKey));
  for (const name of outsideManifest) files.delete(name);
  const evidence = files.get('evidence.json');
  if (!evidence) throw new Error('seal: no evidence.json among the files');
  const manifest: Manifest = {
    schemaVersion: 1,
    software: input.software,
    files: [...files.keys()].sort().map((path) => {
      const bytes = files.get(path) as Uint8Array;
      return { path, size: bytes.length, sha256: sha256(bytes) };
    }),
    predictions: {
      path: input.predictionsPath,
      rows: input.predictions.rows,
      merkleRoot: merkleRoot(leaves.hashes),
    },
    plan: input.plan,
    evidence: { sha256: sha256(evidence), rows: input.evidenceRows },
    policy: input.decision?.policyHash ?? null,
  };
  const text = encodeManifest(manifest);
  const statement = canonicalJson(packStatement(manifest, sha256(text), input.decision));
  return new Map([
    [rowHashesFile, rowHashes],
    [publicKeyFile, publicKey],
    [manifestFile, text],
    [envelopeFile, signEnvelope(statement, input.key)],
  ]);
}
