import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type Finding,
  isShareable,
  manifestFile,
  type PackFiles,
  type PackInput,
  type ShareableManifest,
} from '@raredx/report';
import { sha256 } from '@raredx/tables';
import { buildFingerprint } from '../pack/build-fingerprint.ts';
import { shareableDocument } from '../pack/check-difference.ts';
import { billFile } from '../pack/software-bill.ts';
import { shareableInputOf, shareablePages } from '../pack/write-shareable.ts';
import { comparePage } from './compare-page.ts';
import { attempt, type Examination, type ExamineOptions, withoutRepeats } from './examination.ts';
import { examineInternal } from './examine-internal.ts';
import { findPack } from './find-pack.ts';
import { openSealed, type SealedFiles } from './open-sealed.ts';
import { withBuild } from './other-build.ts';

/**
 * Checks a copy for sharing: its seal, and that its pages follow from its own document. With the pack that it was drawn
 * from: that one whole, and that drawing the copy again gives the same bytes.
 */
export async function examineShareable(
  { files, links, seal }: SealedFiles,
  manifest: ShareableManifest,
  options: ExamineOptions,
): Promise<Examination> {
  const findings: Finding[] = [
    ...seal.findings,
    ...links.map((file) => ({ file, problem: 'a link or device: a pack holds files only' })),
  ];
  const skipped: string[] = [];
  const document = textOf(files, shareableDocument);
  if (findings.some(({ file }) => file === shareableDocument) || document === null) {
    skipped.push(`pages: not made again, as ${shareableDocument} changed`);
  } else if (!options.quick) {
    findings.push(
      ...(await attempt(shareableDocument, async () => pageFindings(files, JSON.parse(document)))),
    );
  }
  if (options.against === undefined) {
    skipped.push(
      'numbers: not recomputed, as a copy for sharing carries no rows; the pack it was drawn from has them: --against DIR',
    );
  } else {
    findings.push(...(await againstFindings({ files, manifest }, options.against, options)));
  }
  return {
    profile: 'shareable',
    findings: withBuild(withoutRepeats(findings), manifest.build ?? null, buildFingerprint()),
    skipped,
    keyId: seal.keyId,
    software: manifest.software,
    signer: null,
    build: manifest.build ?? null,
    files: files.size,
    rows: 0,
    statements: manifest.evidence.rows,
  };
}

function textOf(files: PackFiles, name: string): string | null {
  const bytes = files.get(name);
  return bytes ? Buffer.from(bytes).toString('utf8') : null;
}

/** Every text file that follows from what the copy prints, against the one that lies there. */
function pageFindings(files: PackFiles, input: PackInput): readonly Finding[] {
  const csv = [...files.keys()].some((name) => name.startsWith('tables/'));
  return [...shareablePages(input, csv ? ['csv'] : [])].flatMap(([name, follows]) => {
    const stands = textOf(files, name);
    return stands === null
      ? [{ file: name, problem: 'missing: it follows from the documents of the pack' }]
      : comparePage(name, stands, follows);
  });
}

async function againstFindings(
  { files, manifest }: { readonly files: PackFiles; readonly manifest: ShareableManifest },
  against: string,
  options: ExamineOptions,
): Promise<readonly Finding[]> {
  const internal = findPack(against);
  const { publicKey: _, against: __, ...rest } = options;
  const opened = openSealed(internal);
  if (opened.seal.manifest && isShareable(opened.seal.manifest)) {
    return [
      { file: basename(against), problem: 'a copy for sharing itself: --against names the pack with rows' },
    ];
  }
  const examined = await examineInternal(opened, rest);
  const theirs = examined.findings.map(({ file, problem }) => ({
    file: `${basename(against)}/${file}`,
    problem,
  }));
  const sealed = readFileSync(join(internal, manifestFile), 'utf8');
  if (sha256(sealed) !== manifest.of.manifest) {
    return [...theirs, { file: manifestFile, problem: 'drawn from another pack than the one given' }];
  }
  const again = await attempt(basename(against), async () => pageFindings(files, shareableInputOf(internal)));
  const bill = textOf(files, billFile);
  const sameBill = bill === null || bill === readFileSync(join(internal, billFile), 'utf8');
  return [
    ...theirs,
    ...again,
    ...(sameBill ? [] : [{ file: billFile, problem: 'not that of the pack it was drawn from' }]),
  ];
}
