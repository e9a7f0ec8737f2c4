import { canonicalJson } from '@raredx/tables';

export interface SealedFile {
  /** Within the pack, with forward slashes. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** `manifest.json`: every file of a pack, and what its numbers follow from. Canonical JSON; no clock, no host. */
export interface Manifest {
  readonly schemaVersion: 1;
  readonly software: string;
  /** By path; without the manifest itself and the envelope that signs it. */
  readonly files: readonly SealedFile[];
  readonly predictions: { readonly path: string; readonly rows: number; readonly merkleRoot: string };
  /** The validation plan: the same rows judged by it give the same evidence. */
  readonly plan: Readonly<Record<string, unknown>>;
  readonly evidence: { readonly sha256: string; readonly rows: number };
  /** Hash of the policy's content; null where nothing was decided. */
  readonly policy: string | null;
}

export const manifestFile = 'manifest.json';
export const envelopeFile = 'seal.dsse.json';
export const publicKeyFile = 'public-key.pem';
export const rowHashesFile = 'rows.sha256';

/** Files that cannot be listed in the manifest: itself, and what signs it. */
export const outsideManifest: readonly string[] = [manifestFile, envelopeFile];

export function encodeManifest(manifest: Manifest): string {
  return `${canonicalJson(manifest)}\n`;
}

/** Reads a manifest; null where the text is not one, byte for byte as {@link encodeManifest} would write it. */
export function decodeManifest(text: string): Manifest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (`${canonicalJson(value)}\n` !== text) return null;
  } catch {
    return null;
  }
  return isManifest(value) ? value : null;
}

function isManifest(value: unknown): value is Manifest {
  const { schemaVersion, software, files, predictions, plan, evidence, policy } = (value ?? {}) as Manifest;
  return (
    schemaVersion === 1 &&
    typeof software === 'string' &&
    Array.isArray(files) &&
    files.every(isSealedFile) &&
    typeof predictions?.path === 'string' &&
    staysInside(predictions.path) &&
    Number.isSafeInteger(predictions.rows) &&
    isHash(predictions.merkleRoot) &&
    typeof plan === 'object' &&
    plan !== null &&
    isHash(evidence?.sha256) &&
    Number.isSafeInteger(evidence.rows) &&
    (policy === null || isHash(policy))
  );
}

function isSealedFile(value: unknown): value is SealedFile {
  const { path, size, sha256 } = (value ?? {}) as SealedFile;
  return typeof path === 'string' && staysInside(path) && Number.isSafeInteger(size) && isHash(sha256);
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** A manifest comes from elsewhere: its paths are never followed out of the pack. */
function staysInside(path: string): boolean {
  return (
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\\0]/.test(path)
  );
}
