import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { type PackInput, renderPdf } from '@raredx/report';
import type { Format } from './pack-options.ts';

const sometimes = ['requirements.json', 'chai-model-card.xml', 'pack.json', 'pack.pdf', 'tables'];

/** Writes the pages into a pack; those of an earlier order that are not asked for any more go. */
export async function placePages(
  pack: string,
  pages: ReadonlyMap<string, string>,
  { input, formats }: { readonly input: PackInput; readonly formats: readonly Format[] },
): Promise<void> {
  for (const name of sometimes)
    if (!pages.has(name)) rmSync(join(pack, name), { recursive: true, force: true });
  for (const [name, text] of pages) writeAtomically(join(pack, name), text);
  if (formats.includes('pdf')) writeAtomically(join(pack, 'pack.pdf'), await renderPdf(input));
}
