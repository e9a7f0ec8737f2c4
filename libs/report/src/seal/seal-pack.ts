import type { KeyObject } from 'node:crypto';
import { canonicalJson, type Decision, sha256 } from '@raredx/tables';
import { signEnvelope } from './dsse-envelope.ts';
import {
  type Build,
  encodeManifest,
  envelopeFile,
  type InternalPack,
  type Manifest,
  manifestFile,
  outsideManifest,
  publicKeyFile,
  rowHashesFile,
  type ShareableManifest,
} from './manifest.ts';
import { merkleRoot } from './merkle-tree.ts';
import { packStatement } from './pack-statement.ts';
import { type JudgedTable, predictionLeaves } from './prediction-leaves.ts';
import { encodeRowHashes } from './row-hashes.ts';
import { publicKeyPem } from './signing-key.ts';

/** A pack's files by path; an earlier seal among them is replaced. */
export type PackFiles = ReadonlyMap<string, Uint8Array>;

interface AnySeal {
  /** Holds at least `evidence.json`. */
  readonly files: PackFiles;
  readonly evidenceRows: number;
  readonly decision: Decision | null;
  readonly software: string;
  readonly build: Build;
  readonly key: KeyObject;
}

export interface SealInput extends AnySeal {
  readonly predictions: JudgedTable;
  readonly predictionsPath: string;
  readonly plan: Readonly<Record<string, unknown>>;
}

export interface ShareableSealInput extends AnySeal {
  readonly of: InternalPack;
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
  const predictions = {
    path: input.predictionsPath,
    rows: input.predictions.rows,
    merkleRoot: merkleRoot(leaves.hashes),
  };
  return signed(input, new Map([[rowHashesFile, rowHashes]]), { predictions, plan: input.plan });
}

/** Seals a copy for sharing: as {@link sealPack}, bound to the pack it was drawn from in place of rows. */
export function sealShareable(input: ShareableSealInput): ReadonlyMap<string, string> {
  return signed(input, new Map(), { profile: 'shareable', rows: 'not carried', of: input.of });
}

type Own = Pick<Manifest, 'predictions' | 'plan'> | Pick<ShareableManifest, 'profile' | 'rows' | 'of'>;

function signed(input: AnySeal, added: ReadonlyMap<string, string>, own: Own): ReadonlyMap<string, string> {
  const publicKey = publicKeyPem(input.key);
  const files = new Map<string, Uint8Array>(input.files);
  for (const [name, text] of added) files.set(name, Buffer.from(text));
  files.set(publicKeyFile, Buffer.from(publicKey));
  for (const name of outsideManifest) files.delete(name);
  const evidence = files.get('evidence.json');
  if (!evidence) throw new Error('seal: no evidence.json among the files');
  const manifest: Manifest | ShareableManifest = {
    schemaVersion: 1,
    software: input.software,
    build: input.build,
    files: [...files.keys()].sort().map((path) => {
      const bytes = files.get(path) as Uint8Array;
      return { path, size: bytes.length, sha256: sha256(bytes) };
    }),
    evidence: { sha256: sha256(evidence), rows: input.evidenceRows },
    policy: input.decision?.policyHash ?? null,
    ...own,
  };
  const text = encodeManifest(manifest);
  const statement = canonicalJson(packStatement(manifest, sha256(text), input.decision));
  return new Map([
    ...added,
    [publicKeyFile, publicKey],
    [manifestFile, text],
    [envelopeFile, signEnvelope(statement, input.key)],
  ]);
}
