import { ContractError, fingerprint } from '@raredx/tables';
import type { ImageCohort, ImageRow, LeftOut } from './image-cohort.ts';

interface Findings {
  readonly notes?: readonly string[];
  readonly leftOut?: readonly LeftOut[];
}

/**
 * Puts rows together to a cohort, and checks what must hold of any.
 *
 * @throws ContractError where there are no rows, or two have one id
 */
export function imageCohortOf(
  where: string,
  rows: readonly ImageRow[],
  { notes = [], leftOut = [] }: Findings = {},
): ImageCohort {
  if (rows.length === 0) throw new ContractError(where, 'holds no pictures that can be used');
  const seen = new Map<string, number>();
  rows.forEach(({ imageId }, index) => {
    const first = seen.get(imageId);
    if (first !== undefined) {
      const advice = 'name a column of unique ids, or remove one of the rows';
      throw new ContractError(where, `rows ${first + 1} and ${index + 1} have the same id`, advice);
    }
    seen.set(imageId, index);
  });
  const content = rows.map(({ path: _, ...row }) => row);
  return Object.freeze({
    where,
    rows: Object.freeze([...rows]),
    classNames: Object.freeze(
      [...new Set(rows.flatMap(({ label }) => (label === null ? [] : [label])))].sort(),
    ),
    notes: Object.freeze([...notes, ...unlabelled(rows)]),
    leftOut: Object.freeze([...leftOut]),
    fingerprint: fingerprint(content),
  });
}

function unlabelled(rows: readonly ImageRow[]): string[] {
  const count = rows.filter(({ label }) => label === null).length;
  return count === 0 ? [] : [`${count} of ${rows.length} rows have no label`];
}
