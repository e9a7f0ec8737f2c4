import { createRequire } from 'node:module';
import { canonicalJson } from '@raredx/tables';

interface Signer {
  readonly identity?: {
    readonly subjectAlternativeName?: string;
    readonly extensions?: { readonly issuer?: string };
  };
}

/** The parts of sigstore that check a bundle by a trusted root that is given: its front only fetches one. */
interface Parts {
  readonly bundleFromJSON: (value: unknown) => object;
  readonly bundleToJSON: (bundle: object) => unknown;
  readonly trustedRootOf: (value: unknown) => object;
  readonly toSignedEntity: (bundle: object) => object;
  readonly toTrustMaterial: (root: object) => object;
  readonly Verifier: new (trust: object) => { verify(entity: object, policy?: object): Signer };
}

function sigstore(): Parts {
  const front = createRequire(createRequire(import.meta.url).resolve('sigstore'));
  const { bundleFromJSON, bundleToJSON } = front('@sigstore/bundle');
  const { toSignedEntity, toTrustMaterial, Verifier } = front('@sigstore/verify');
  const specs = createRequire(front.resolve('@sigstore/verify'))('@sigstore/protobuf-specs');
  const trustedRootOf = (value: unknown) => specs.TrustedRoot.fromJSON(value);
  return { bundleFromJSON, bundleToJSON, trustedRootOf, toSignedEntity, toTrustMaterial, Verifier };
}

export interface BundleTerms {
  /** What must be signed: the statement in the pack's own seal. */
  readonly statement: string;
  /** JSON of the authorities and logs to trust, as sigstore publishes it (`trusted_root.json`). */
  readonly trustedRoot: string;
  /** Who must have signed; not looked at where absent. */
  readonly identity?: string;
  readonly issuer?: string;
}

/**
 * Checks a sigstore bundle without a network: that it holds this statement, that certificate, its transparency and the
 * log's entry follow from the trusted root, and who signed. Strict: other bytes than the signer wrote are refused.
 */
export async function checkBundle(
  text: string,
  terms: BundleTerms,
): Promise<{ readonly identity: string } | { readonly problem: string }> {
  const held = bundleStatement(text);
  if ('problem' in held) return held;
  if (held.statement !== terms.statement)
    return { problem: 'signs another statement than the seal of the pack' };
  const parts = sigstore();
  let trust: object;
  try {
    trust = parts.toTrustMaterial(parts.trustedRootOf(JSON.parse(terms.trustedRoot)));
  } catch {
    return { problem: 'cannot be checked: the trusted root is not readable' };
  }
  try {
    const bundle = parts.bundleFromJSON(JSON.parse(text));
    if (`${canonicalJson(JSON.parse(JSON.stringify(parts.bundleToJSON(bundle))))}\n` !== text) {
      return { problem: 'not a bundle as raredx writes it' };
    }
    const signer = new parts.Verifier(trust).verify(parts.toSignedEntity(bundle), {
      ...(terms.identity === undefined ? {} : { subjectAlternativeName: terms.identity }),
      ...(terms.issuer === undefined ? {} : { extensions: { issuer: terms.issuer } }),
    });
    const { subjectAlternativeName = 'nobody named', extensions } = signer.identity ?? {};
    return { identity: `${subjectAlternativeName} (by ${extensions?.issuer ?? 'an unnamed issuer'})` };
  } catch (error) {
    return { problem: `does not verify (${(error as Error).message.split('\n')[0]})` };
  }
}

/** The statement that a bundle says it signs; needs no trust. */
export function bundleStatement(text: string): { readonly statement: string } | { readonly problem: string } {
  try {
    const { payload, payloadType } = JSON.parse(text).dsseEnvelope;
    if (payloadType !== 'application/vnd.in-toto+json') return { problem: 'not a bundle over a statement' };
    return { statement: Buffer.from(payload, 'base64').toString('utf8') };
  } catch {
    return { problem: 'not a bundle over a statement' };
  }
}
