import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { shareable } from '@raredx/report';
import { encodeEvidenceJson } from '@raredx/tables';
import type { Talk } from '../talk.ts';
import { readOptions } from './pack-options.ts';
import { placePages } from './place-pages.ts';
import { billFile, writeBill } from './software-bill.ts';
import { textPages } from './text-pages.ts';
import { packInputOf } from './write-pack.ts';

/**
 * The copy for readers outside, in `pack-shareable/`: no predictions, no cohort documents, small counts withheld. It
 * has no seal over patient rows, as it holds none: the full pack is what can be verified.
 */
export async function writeShareable(folder: string, talk: Talk): Promise<string> {
  const step = talk.step('pack to share');
  writeBill(folder);
  const input = shareable(packInputOf(folder));
  const { formats } = readOptions(folder);
  const pack = join(folder, 'pack-shareable');
  rmSync(pack, { recursive: true, force: true });
  await placePages(pack, textPages(input, formats), { input, formats });
  writeAtomically(join(pack, 'evidence.json'), encodeEvidenceJson(input.evidence));
  const bill = join(folder, billFile);
  if (existsSync(bill)) writeAtomically(join(pack, billFile), readFileSync(bill));
  step.end(
    `${input.evidence.rows.length} statements; ${(input.withheld ?? []).length} kinds of things withheld`,
  );
  return join(pack, 'index.html');
}
