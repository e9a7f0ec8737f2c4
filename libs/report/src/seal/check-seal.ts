import type { KeyObject } from 'node:crypto';
import { canonicalJson, type Decision, sha256 } from '@raredx/tables';
import { openEnvelope } from './dsse-envelope.ts';
import type { Finding } from './finding.ts';
import {
  decodeManifest,
  envelopeFile,
  type Manifest,
  manifestFile,
  outsideManifest,
  publicKeyFile,
  type ShareableManifest,
  sigstoreFile,
  trustedRootFile,
} from './manifest.ts';
import { packStatement } from './pack-statement.ts';
import type { PackFiles } from './seal-pack.ts';
import { keyId, publicKeyOf, publicKeyPem } from './signing-key.ts';

export interface SealCheck {
  readonly findings: readonly Finding[];
  /** Null where it cannot be read. */
  readonly manifest: Manifest | ShareableManifest | null;
  /** What the envelope says, where its signature holds. */
  readonly statement: string | null;
  /** Whose key signed; null where there is no readable key. */
  readonly keyId: string | null;
}

/**
 * Checks a pack against its seal: the signature, the manifest it signs, and every file of the manifest. Reads bytes
 * only; recomputes no number.
 *
 * @param expected the key that must have signed; without it the key in the pack is used, which shows that nothing was
 *   changed after sealing but not who sealed
 */
export function checkSeal(files: PackFiles, expected?: KeyObject): SealCheck {
  const text = (name: string) => {
    const bytes = files.get(name);
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  };
  const findings: Finding[] = [];
  const find = (file: string, problem: string) => findings.push({ file, problem });
  const missing = [manifestFile, envelopeFile, publicKeyFile].filter((name) => !files.has(name));
  for (const name of missing) find(name, 'missing: the pack is not sealed, or no longer');
  const manifestText = text(manifestFile);
  const manifest = manifestText === undefined ? null : decodeManifest(manifestText);
  if (manifestText !== undefined && !manifest) find(manifestFile, 'not a manifest as raredx writes it');
  const key = signer(text(publicKeyFile), expected, find);
  const envelope = text(envelopeFile);
  let statement: string | null = null;
  if (key && envelope !== undefined) {
    const opened = openEnvelope(envelope, key);
    if ('refused' in opened) find(envelopeFile, opened.refused);
    else statement = opened.payload;
    if ('payload' in opened && manifest && manifestText !== undefined) {
      const problem = statementProblem(opened.payload, {
        manifest,
        hash: sha256(files.get(manifestFile) as Uint8Array),
        decision: decisionOf(text('decision.json')),
      });
      if (problem) find(...problem);
    }
  }
  if (manifest) findings.push(...fileFindings(files, manifest));
  if (files.has(trustedRootFile) && !files.has(sigstoreFile)) {
    find(trustedRootFile, `added: there is no ${sigstoreFile} that it could serve`);
  }
  return { findings, manifest, statement, keyId: key && keyId(key) };
}

/** The key to check with; the pack's own must be in the one form that the seal writes. */
function signer(
  inPack: string | undefined,
  expected: KeyObject | undefined,
  find: (file: string, problem: string) => void,
): KeyObject | null {
  if (inPack === undefined) return expected ?? null;
  try {
    const key = publicKeyOf(inPack, publicKeyFile);
    if (publicKeyPem(key) !== inPack) find(publicKeyFile, 'not written as the seal writes it');
    else if (expected && keyId(expected) !== keyId(key)) {
      find(publicKeyFile, `sealed by another key (${keyId(key).slice(0, 16)}…) than the one asked for`);
    }
    return expected ?? key;
  } catch {
    find(publicKeyFile, 'not a readable Ed25519 public key');
    return expected ?? null;
  }
}

interface Sealed {
  readonly manifest: Manifest | ShareableManifest;
  readonly hash: string;
  readonly decision: Decision | null;
}

/** The statement follows from manifest and decision: it is made again and compared whole. */
function statementProblem(
  payload: string,
  { manifest, hash, decision }: Sealed,
): [file: string, problem: string] | null {
  let signed: string | undefined;
  try {
    signed = JSON.parse(payload).subject[0].digest.sha256;
  } catch {
    return [envelopeFile, 'what is signed is not a statement about a pack'];
  }
  if (signed !== hash) {
    return [
      manifestFile,
      'not the manifest that was signed (changed since, or the signature comes from another pack)',
    ];
  }
  return statementText(manifest, hash, decision) === payload
    ? null
    : [envelopeFile, 'the signed statement says something else than manifest.json and decision.json'];
}

/** Null where the decision is not one; that its file was changed is found by its hash. */
function statementText(manifest: Sealed['manifest'], hash: string, decision: Decision | null): string | null {
  try {
    return canonicalJson(packStatement(manifest, hash, decision));
  } catch {
    return null;
  }
}

function decisionOf(text: string | undefined): Decision | null {
  try {
    const decision = text === undefined ? null : JSON.parse(text);
    return Array.isArray(decision?.criteria) ? decision : null;
  } catch {
    return null;
  }
}

function fileFindings(files: PackFiles, manifest: Sealed['manifest']): Finding[] {
  const listed = new Set(manifest.files.map((file) => file.path));
  const wrong = manifest.files.flatMap(({ path, size, sha256: wanted }) => {
    const bytes = files.get(path);
    if (!bytes) return [{ file: path, problem: 'missing' }];
    if (bytes.length !== size) {
      return [{ file: path, problem: `changed (${bytes.length} bytes where ${size} were sealed)` }];
    }
    return sha256(bytes) === wanted
      ? []
      : [{ file: path, problem: 'changed (its sha256 is not the sealed one)' }];
  });
  const added = [...files.keys()]
    .filter((path) => !listed.has(path) && !outsideManifest.includes(path))
    .sort()
    .map((file) => ({ file, problem: 'added: not in the manifest' }));
  return [...wrong, ...added];
}
