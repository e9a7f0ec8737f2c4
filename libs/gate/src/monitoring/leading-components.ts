import type { Random } from '@raredx/stats';

const rounds = 30;

/**
 * The leading principal components of standardised features, rows × `count`, row-major, by subspace iteration. Constant
 * features count for nothing. Made without regard to which rows are new, so that a permutation test on them stays exact.
 *
 * @param values rows × columns, row-major
 * @throws RangeError where the values are not whole rows
 * @example leadingComponents(Float64Array.of(1, 2, 3), { columns: 1, count: 5, random: createRandom(1) }).columns // => 1
 */
export function leadingComponents(
  values: Float64Array,
  { columns, count, random }: { readonly columns: number; readonly count: number; readonly random: Random },
): { readonly columns: number; readonly values: Float64Array } {
  if (!(columns >= 1) || values.length % columns !== 0)
    throw new RangeError(`leading components: ${values.length} values are not rows of ${columns}`);
  const rows = values.length / columns;
  const k = Math.min(count, columns, Math.max(1, rows - 1));
  const x = standardised(values, columns);
  const scores = Float64Array.from({ length: rows * k }, () => random.normal());
  for (let round = 0; round < rounds; round++) {
    orthonormalise(scores, k);
    // One power of X Xᵀ, so that the largest directions of the features remain.
    const loadings = product(x, scores, { rows, columns, k });
    scores.set(back(x, loadings, { rows, columns, k }));
  }
  return { columns: k, values: scores };
}

interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly k: number;
}

function standardised(values: Float64Array, columns: number): Float64Array {
  const rows = values.length / columns;
  const x = Float64Array.from(values);
  for (let j = 0; j < columns; j++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += values[i * columns + j]! / rows;
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += (values[i * columns + j]! - mean) ** 2;
    const deviation = Math.sqrt(squares / rows);
    for (let i = 0; i < rows; i++)
      x[i * columns + j] =
        deviation > 1e-12 * Math.abs(mean) ? (values[i * columns + j]! - mean) / deviation : 0;
  }
  return x;
}

function orthonormalise(scores: Float64Array, k: number): void {
  const rows = scores.length / k;
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < a; b++) {
      let dot = 0;
      for (let i = 0; i < rows; i++) dot += scores[i * k + a]! * scores[i * k + b]!;
      for (let i = 0; i < rows; i++) scores[i * k + a]! -= dot * scores[i * k + b]!;
    }
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += scores[i * k + a]! ** 2;
    const length = Math.sqrt(squares);
    for (let i = 0; i < rows; i++) scores[i * k + a] = length > 1e-9 ? scores[i * k + a]! / length : 0;
  }
}

/** Xᵀ S / rows. */
function product(x: Float64Array, s: Float64Array, { rows, columns, k }: Shape): Float64Array {
  const out = new Float64Array(columns * k);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const value = x[i * columns + j]! / rows;
      for (let a = 0; a < k; a++) out[j * k + a]! += value * s[i * k + a]!;
    }
  return out;
}

/** X L. */
function back(x: Float64Array, l: Float64Array, { rows, columns, k }: Shape): Float64Array {
  const out = new Float64Array(rows * k);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const value = x[i * columns + j]!;
      for (let a = 0; a < k; a++) out[i * k + a]! += value * l[j * k + a]!;
    }
  return out;
}
