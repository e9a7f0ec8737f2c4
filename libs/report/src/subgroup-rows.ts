import type { EvidenceRow } from '@raredx/tables';
import type { Cohort } from './evidence-index.ts';
import type { Pack } from './pack.ts';

/** A subgroup attribute as Table 1 calls it, else its name in words. */
export function attributeTitle({ input }: Pack, attribute: string): string {
  const described = input.tableOne?.rows.find((row) => row.variable === attribute);
  const words = attribute.replaceAll('_', ' ');
  return described?.title ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** Place of a level in Table 1, which keeps the declared order (stage I to IV, age bands); the evidence is alphabetical. */
function placeOf({ input }: Pack, row: EvidenceRow): number {
  const levels = (input.tableOne?.rows ?? []).filter(({ variable }) => variable === row.attribute);
  const level = row.level?.split(' vs ')[0];
  const place = levels.findIndex((one) => one.level === level);
  return place < 0 ? levels.length : place;
}

/** What is said about a model by subgroup on a cohort: levels, and gaps between levels. */
export function subgroupRows(pack: Pack, cohort: Cohort, model: string): readonly EvidenceRow[] {
  const { rows } = pack.evidence;
  const found = rows.filter(
    (row) =>
      row.model === model &&
      row.label === cohort.label &&
      row.partition === cohort.partition &&
      row.site === cohort.site &&
      row.attribute !== null &&
      row.attribute !== 'model',
  );
  const attributes = [...new Set(found.map((row) => row.attribute))];
  const placed = found.map((row) => ({
    row,
    attribute: attributes.indexOf(row.attribute),
    place: placeOf(pack, row),
  }));
  return placed.sort((a, b) => a.attribute - b.attribute || a.place - b.place).map(({ row }) => row);
}
