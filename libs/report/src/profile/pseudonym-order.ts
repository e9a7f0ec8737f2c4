import type { EvidenceRow, TableOne, TableOneRow } from '@raredx/tables';
import type { PackInput } from '../pack-input.ts';

/** Items that say another name now, put in the order of what they say, in the places that they have together. */
function reordered<Item>(
  items: readonly Item[],
  isRenamed: (item: Item, at: number) => boolean,
  compare: (a: Item, b: Item) => number,
): readonly Item[] {
  const sorted = items.filter(isRenamed).sort(compare);
  let next = 0;
  return items.map((item, at) => (isRenamed(item, at) ? sorted[next++]! : item));
}

/** By number where a name ends in one: `site 2` before `site 10`. */
const byName = (a: string | null, b: string | null) =>
  a === b ? 0 : (a ?? '').localeCompare(b ?? '', 'en', { numeric: true });

const byGroup = (a: EvidenceRow, b: EvidenceRow) =>
  byName(a.model, b.model) ||
  byName(a.label, b.label) ||
  byName(a.partition, b.partition) ||
  byName(a.site, b.site) ||
  byName(a.attribute, b.attribute) ||
  byName(a.level, b.level);

const bySite = (a: { readonly site: string }, b: { readonly site: string }) => byName(a.site, b.site);

/** A variable's difference between sites stands on its first line, whichever that is. */
function levelsInOrder(real: readonly TableOneRow[], rows: readonly TableOneRow[]): readonly TableOneRow[] {
  const variables = [...new Set(rows.map(({ variable }) => variable))];
  const isRenamed = ({ level }: TableOneRow, at: number) => level !== real[at]!.level;
  const compare = (a: TableOneRow, b: TableOneRow) =>
    variables.indexOf(a.variable) - variables.indexOf(b.variable) || byName(a.level, b.level);
  return reordered(rows, isRenamed, compare).map((row, at) => ({ ...row, smd: rows[at]!.smd }));
}

const tableInOrder = (real: TableOne, table: TableOne): TableOne => ({
  ...table,
  sites: [...table.sites].sort(bySite),
  rows: levelsInOrder(real.rows, table.rows).map((row) => ({ ...row, cells: [...row.cells].sort(bySite) })),
});

/**
 * Lines of sites, and of levels that are called as a site is, in the order of the pseudonyms: as they come, they stand in
 * the order of the real names.
 *
 * @param real the same pack before names were replaced
 */
export function inPseudonymOrder(real: PackInput, pack: PackInput): PackInput {
  const isRenamed = ({ site, level }: EvidenceRow, at: number) =>
    site !== null || level !== real.evidence.rows[at]!.level;
  return {
    ...pack,
    evidence: { ...pack.evidence, rows: reordered(pack.evidence.rows, isRenamed, byGroup) },
    tableOne: pack.tableOne && tableInOrder(real.tableOne ?? pack.tableOne, pack.tableOne),
  };
}
