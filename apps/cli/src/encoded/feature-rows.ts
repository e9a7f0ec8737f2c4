import type { FeatureTable } from '@raredx/training';

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

/**
 * Brings each feature to mean 0 and spread 1 within each site: what a site's stain and scanner add to all of its
 * pictures drops out, labels are not needed. A site of fewer than `fewest` samples is brought by all samples together.
 */
export function standardisedBySite(
  features: FeatureTable,
  site: readonly string[],
  fewest = 30,
): FeatureTable {
  const { rows, width, values } = features;
  const members = new Map<string, number[]>();
  site.forEach((name, row) => {
    members.set(name, [...(members.get(name) ?? []), row]);
  });
  const everyone = Array.from({ length: rows }, (_, row) => row);
  const out = new Float32Array(values.length);
  for (const own of members.values()) {
    const { mean, scale } = moments(features, own.length < fewest ? everyone : own);
    for (const row of own)
      for (let j = 0; j < width; j++) {
        const at = row * width + j;
        out[at] = ((values[at] as number) - (mean[j] as number)) * (scale[j] as number);
      }
  }
  return { rows, width, values: out };
}

/** Mean and 1 / standard deviation of each feature; a constant one gets scale 1. */
function moments({ width, values }: FeatureTable, rows: readonly number[]) {
  const mean = new Float64Array(width);
  const squares = new Float64Array(width);
  for (const row of rows)
    for (let j = 0; j < width; j++) mean[j] = (mean[j] as number) + (values[row * width + j] as number);
  for (let j = 0; j < width; j++) mean[j] = (mean[j] as number) / rows.length;
  for (const row of rows)
    for (let j = 0; j < width; j++) {
      const off = (values[row * width + j] as number) - (mean[j] as number);
      squares[j] = (squares[j] as number) + off * off;
    }
  const scale = squares.map((sum) => (sum > 0 ? Math.sqrt(rows.length / sum) : 1));
  return { mean, scale };
}
