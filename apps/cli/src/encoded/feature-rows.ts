import type { FeatureTable } from '@raredx/training';

export { standardisedBySite } from './standardised-by-site.ts';

/** Some rows of a table of features, in the order asked. */
export function featureRows({ width, values }: FeatureTable, rows: ArrayLike<number>): FeatureTable {
  const picked = new Float32Array(rows.length * width);
  for (let at = 0; at < rows.length; at++) {
    const from = (rows[at] as number) * width;
    picked.set(values.subarray(from, from + width), at * width);
  }
  return { rows: rows.length, width, values: picked };
}

/** One table under another. */
export function stacked(first: FeatureTable, second: FeatureTable): FeatureTable {
  const values = new Float32Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { rows: first.rows + second.rows, width: first.width, values };
}
