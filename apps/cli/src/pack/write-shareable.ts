import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { type PackInput, renderPackJson, shareable } from '@raredx/report';
import { encodeEvidenceJson } from '@raredx/tables';
import { json } from '../run/json.ts';
import type { Talk } from '../talk.ts';
import { checkDifference, type EarlierCopy } from './check-difference.ts';
import { type Format, readOptions } from './pack-options.ts';
import { placePages } from './place-pages.ts';
import { sealShareableFolder } from './seal-folder.ts';
import { billFile } from './software-bill.ts';
import { textPages } from './text-pages.ts';
import { packInputOf, type WrittenPack } from './write-pack.ts';

/**
 * What a copy for sharing prints, from the folder of the pack it is drawn from. Read back as it will lie on disk, so
 * that the order of keys is the one that verify finds.
 */
export function shareableInputOf(pack: string): PackInput {
  return JSON.parse(renderPackJson(shareable(packInputOf(pack))));
}

/** The text files of a copy for sharing that follow from its document. */
export function shareablePages(input: PackInput, formats: readonly Format[]): ReadonlyMap<string, string> {
  const pages = new Map(textPages(input, [...formats.filter((one) => one !== 'json'), 'json']));
  pages.set('evidence.json', encodeEvidenceJson(input.evidence));
  if (input.decision) pages.set('decision.json', json(input.decision));
  return pages;
}

/**
 * The copy for readers outside, in `pack-shareable/`: no predictions, no cohort documents, small counts withheld. Drawn
 * from the sealed `pack/`, to which its own seal ties it.
 */
export async function writeShareable(
  folder: string,
  talk: Talk,
  { key, ...earlier }: EarlierCopy & { readonly key: KeyObject },
): Promise<WrittenPack> {
  const step = talk.step('pack to share');
  const internal = join(folder, 'pack');
  const input = shareableInputOf(internal);
  const { formats } = readOptions(internal);
  const copy = join(folder, 'pack-shareable');
  checkDifference(copy, input, earlier, talk);
  rmSync(copy, { recursive: true, force: true });
  await placePages(copy, shareablePages(input, formats), { input, formats });
  const bill = join(internal, billFile);
  if (existsSync(bill)) writeAtomically(join(copy, billFile), readFileSync(bill));
  const { statement } = sealShareableFolder(copy, internal, { key, evidence: input.evidence });
  step.end(
    `${input.evidence.rows.length} statements; ${(input.withheld ?? []).length} kinds of things withheld`,
  );
  return { page: join(copy, 'index.html'), statement };
}
