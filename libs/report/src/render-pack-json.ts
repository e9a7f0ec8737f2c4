import { canonicalJson } from '@raredx/tables';
import { referencesOf } from './bibliography.ts';
import { completeness } from './human/completeness.ts';
import { openPack } from './pack.ts';
import type { PackInput } from './pack-input.ts';

/** Everything the page prints, for machines: one JSON document with sorted keys. */
export function renderPackJson(input: PackInput): string {
  const pack = openPack(input);
  const { wanted, missing } = completeness(pack);
  const defined = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return `${canonicalJson({
    schemaVersion: 1,
    ...defined,
    completeness: { filled: wanted.length - missing.length, wanted: wanted.length, missing },
    references: referencesOf(pack),
  })}\n`;
}
