import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import { sigstoreFile, trustedRootFile } from '@raredx/report';
import { canonicalJson } from '@raredx/tables';
import { checkBundle } from '../verify/sigstore-bundle.ts';

/** A remote that was asked for and not to be had: no identity, no network, or a service that refused. */
class SigstoreUnavailable extends Error {
  readonly exitCode = 7;
  readonly advice: string;

  constructor(problem: string, advice: string) {
    super(`sigstore: ${problem}`);
    this.name = 'SigstoreUnavailable';
    this.advice = advice;
  }
}

export interface KeylessOptions {
  /** Addresses of other services than the public ones. */
  readonly fulcio?: string;
  readonly rekor?: string;
  /** File with the authorities and logs to trust; carried in the pack, so that the bundle can be checked offline. */
  readonly trustedRoot?: string;
}

/** @throws SigstoreUnavailable where the environment names no identity; before anything is written */
export function requireIdentity(options: KeylessOptions, environment = process.env): void {
  const given = environment.SIGSTORE_ID_TOKEN;
  const byWorkflow = environment.ACTIONS_ID_TOKEN_REQUEST_URL && environment.ACTIONS_ID_TOKEN_REQUEST_TOKEN;
  if (!given && !byWorkflow) {
    throw new SigstoreUnavailable(
      'keyless signing needs an identity token, and the environment has none',
      'set SIGSTORE_ID_TOKEN, or run in a CI job that may ask for one (GitHub: permissions: id-token: write); the Ed25519 seal needs neither',
    );
  }
  if (options.trustedRoot !== undefined && !existsSync(options.trustedRoot)) {
    throw new ConfigError('--trusted-root', `no such file (${basename(options.trustedRoot)})`);
  }
}

/**
 * Signs a pack's statement with a key that lives for this signature only: a certificate of the identity from Fulcio, an
 * entry in the log of Rekor. The bundle lies beside the seal, whole or not at all.
 *
 * @returns who signed, in words
 * @throws SigstoreUnavailable where a service is not to be had or gave what does not verify
 */
export async function signKeyless(pack: string, statement: string, options: KeylessOptions): Promise<string> {
  const bundle = await bundleOf(statement, options);
  const root = options.trustedRoot === undefined ? null : readFileSync(options.trustedRoot, 'utf8');
  const checked = root === null ? null : await checkBundle(bundle, { statement, trustedRoot: root });
  if (checked && 'problem' in checked) {
    throw new SigstoreUnavailable(
      `the services gave what does not verify by the trusted root (${checked.problem})`,
      'check that --trusted-root belongs to the services asked',
    );
  }
  if (root !== null) writeAtomically(join(pack, trustedRootFile), root);
  writeAtomically(join(pack, sigstoreFile), bundle);
  return checked === null
    ? 'signed; not checked, for want of --trusted-root'
    : `signed as ${checked.identity}`;
}

async function bundleOf(statement: string, { fulcio, rekor }: KeylessOptions): Promise<string> {
  const { attest } = await import('sigstore');
  const token = process.env.SIGSTORE_ID_TOKEN;
  try {
    const bundle = await attest(Buffer.from(statement), 'application/vnd.in-toto+json', {
      ...(token ? { identityToken: token } : {}),
      ...(fulcio === undefined ? {} : { fulcioURL: fulcio }),
      ...(rekor === undefined ? {} : { rekorURL: rekor }),
      retry: 1,
      timeout: 15_000,
    });
    return `${canonicalJson(withoutUndefined(bundle))}\n`;
  } catch (error) {
    const { message, cause } = error as Error;
    const why = [message, (cause as Error | undefined)?.message].filter(Boolean).join(': ');
    throw new SigstoreUnavailable(
      `no signature was got (${firstLine(why)})`,
      'the pack is sealed with Ed25519 alone; once the services answer, raredx report DIR --sigstore signs it',
    );
  }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/eyJ[\w.-]+/g, '…');
}

const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
