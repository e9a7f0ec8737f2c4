import { canonicalJson } from '@raredx/tables';

export interface SealedFile {
  /** Within the pack, with forward slashes. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** Hashes of the code that made a pack: of what judges and of what writes pages. Null where it cannot be read. */
export interface Build {
  readonly judge: string | null;
  readonly pages: string | null;
}

interface AnyManifest {
  readonly schemaVersion: 1;
  readonly software: string;
  /** Absent from packs that were sealed before it was recorded. */
  readonly build?: Build;
  /** By path; without the manifest itself and what signs it. */
  readonly files: readonly SealedFile[];
  readonly evidence: { readonly sha256: string; readonly rows: number };
  /** Hash of the policy's content; null where nothing was decided. */
  readonly policy: string | null;
}

/** `manifest.json`: every file of a pack, and what its numbers follow from. Canonical JSON; no clock, no host. */
export interface Manifest extends AnyManifest {
  readonly predictions: { readonly path: string; readonly rows: number; readonly merkleRoot: string };
  /** The validation plan: the same rows judged by it give the same evidence. */
  readonly plan: Readonly<Record<string, unknown>>;
}

/** The manifest of a copy for sharing: it carries no rows, and says which sealed pack it was drawn from. */
export interface ShareableManifest extends AnyManifest {
  readonly profile: 'shareable';
  readonly rows: 'not carried';
  readonly of: InternalPack;
}

/** A sealed pack by the hash of its manifest and the root of its rows. */
export interface InternalPack {
  readonly manifest: string;
  readonly merkleRoot: string;
}

export function isShareable(manifest: Manifest | ShareableManifest): manifest is ShareableManifest {
  return 'profile' in manifest;
}

export const manifestFile = 'manifest.json';
export const envelopeFile = 'seal.dsse.json';
export const publicKeyFile = 'public-key.pem';
export const rowHashesFile = 'rows.sha256';

/** A sigstore bundle over the same statement, where the pack was also signed without a key of one's own. */
export const sigstoreFile = 'seal.sigstore.json';
/** The certificate authorities and logs that the signer trusted, so that the bundle can be checked offline. */
export const trustedRootFile = 'sigstore-trusted-root.json';

/** Files that cannot be listed in the manifest: itself, and what signs it. */
export const outsideManifest: readonly string[] = [manifestFile, envelopeFile, sigstoreFile, trustedRootFile];

export function encodeManifest(manifest: Manifest | ShareableManifest): string {
  return `${canonicalJson(manifest)}\n`;
}

/** Reads a manifest; null where the text is not one, byte for byte as {@link encodeManifest} would write it. */
export function decodeManifest(text: string): Manifest | ShareableManifest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (`${canonicalJson(value)}\n` !== text) return null;
  } catch {
    return null;
  }
  if (!isAnyManifest(value)) return null;
  return isInternal(value) || isCopy(value) ? value : null;
}

function isAnyManifest(value: unknown): value is AnyManifest {
  const { schemaVersion, software, build, files, evidence, policy } = (value ?? {}) as AnyManifest;
  return (
    schemaVersion === 1 &&
    typeof software === 'string' &&
    (build === undefined || (isHashOrNull(build?.judge) && isHashOrNull(build.pages))) &&
    Array.isArray(files) &&
    files.every(isSealedFile) &&
    isHash(evidence?.sha256) &&
    Number.isSafeInteger(evidence.rows) &&
    isHashOrNull(policy)
  );
}

function isInternal(value: AnyManifest): value is Manifest {
  const { predictions, plan } = value as Manifest;
  return (
    !('profile' in value) &&
    typeof predictions?.path === 'string' &&
    staysInside(predictions.path) &&
    Number.isSafeInteger(predictions.rows) &&
    isHash(predictions.merkleRoot) &&
    typeof plan === 'object' &&
    plan !== null
  );
}

function isCopy(value: AnyManifest): value is ShareableManifest {
  const { profile, rows, of } = value as ShareableManifest;
  return profile === 'shareable' && rows === 'not carried' && isHash(of?.manifest) && isHash(of.merkleRoot);
}

function isSealedFile(value: unknown): value is SealedFile {
  const { path, size, sha256 } = (value ?? {}) as SealedFile;
  return typeof path === 'string' && staysInside(path) && Number.isSafeInteger(size) && isHash(sha256);
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isHashOrNull(value: unknown): value is string | null {
  return value === null || isHash(value);
}

/** A manifest comes from elsewhere: its paths are never followed out of the pack. */
function staysInside(path: string): boolean {
  return (
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\\0]/.test(path)
  );
}
