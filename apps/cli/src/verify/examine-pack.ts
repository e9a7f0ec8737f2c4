import { isShareable } from '@raredx/report';
import type { Examination, ExamineOptions } from './examination.ts';
import { examineInternal } from './examine-internal.ts';
import { examineShareable } from './examine-shareable.ts';
import { examineSigstore } from './examine-sigstore.ts';
import { openSealed } from './open-sealed.ts';

/** Checks a pack, whichever kind its manifest says it is. */
export async function examinePack(pack: string, options: ExamineOptions): Promise<Examination> {
  const opened = openSealed(pack, options.publicKey);
  const { manifest } = opened.seal;
  const examined =
    manifest && isShareable(manifest)
      ? await examineShareable(opened, manifest, options)
      : await examineInternal(opened, options);
  const { findings, remarks, signer } = await examineSigstore(
    opened.files,
    opened.seal,
    options.sigstore ?? {},
  );
  return {
    ...examined,
    findings: [...examined.findings, ...findings],
    skipped: [...examined.skipped, ...remarks],
    signer,
  };
}
