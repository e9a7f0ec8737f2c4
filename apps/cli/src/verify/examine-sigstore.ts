import { type Finding, type PackFiles, type SealCheck, sigstoreFile, trustedRootFile } from '@raredx/report';
import { bundleStatement, checkBundle } from './sigstore-bundle.ts';

export interface SigstoreTerms {
  /** JSON of the trusted root that the reader brought; what lies in the pack is the signer's word. */
  readonly trustedRoot?: string;
  readonly identity?: string;
  readonly issuer?: string;
}

export interface SigstoreCheck {
  readonly findings: readonly Finding[];
  readonly remarks: readonly string[];
  /** Who signed, as far as the trusted root vouches for it. */
  readonly signer: string | null;
}

/** The sigstore bundle of a pack, where there is one: offline, by the reader's trusted root or the one carried. */
export async function examineSigstore(
  files: PackFiles,
  { statement }: SealCheck,
  terms: SigstoreTerms,
): Promise<SigstoreCheck> {
  const text = (name: string) => {
    const bytes = files.get(name);
    return bytes ? Buffer.from(bytes).toString('utf8') : null;
  };
  const problem = (said: string): SigstoreCheck => ({
    findings: [{ file: sigstoreFile, problem: said }],
    remarks: [],
    signer: null,
  });
  const bundle = text(sigstoreFile);
  const asked = terms.identity !== undefined || terms.issuer !== undefined;
  if (bundle === null) {
    return asked
      ? problem('missing: an identity was asked for')
      : { findings: [], remarks: [], signer: null };
  }
  if (statement === null) return problem('cannot be checked, as the seal beside it does not hold');
  const held = bundleStatement(bundle);
  if ('problem' in held) return problem(held.problem);
  if (held.statement !== statement) return problem('signs another statement than the seal of the pack');
  const trustedRoot = terms.trustedRoot ?? text(trustedRootFile);
  if (trustedRoot === null) {
    const unchecked = `${sigstoreFile}: not checked, for want of a trusted root: --trusted-root FILE`;
    return asked
      ? problem('not checked, for want of a trusted root')
      : { findings: [], remarks: [unchecked], signer: null };
  }
  const { trustedRoot: _, ...identity } = terms;
  const checked = await checkBundle(bundle, { statement, trustedRoot, ...identity });
  if ('problem' in checked) return problem(checked.problem);
  const own =
    terms.trustedRoot === undefined
      ? '; the trusted root in the pack is the signer’s word: --trusted-root FILE'
      : '';
  return {
    findings: [],
    remarks: [`sigstore: signed as ${checked.identity}${own}`],
    signer: checked.identity,
  };
}
