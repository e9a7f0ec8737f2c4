import { type Random, symmetricEigen } from '@raredx/stats';
import type { SparseRows } from './profile-vectors.ts';

/** Columns of an n × k matrix made orthonormal, one after the other, twice over for rounding. */
const orthonormal = (matrix: Float64Array, rows: number, columns: number): void => {
  for (let column = 0; column < columns; column += 1) {
    for (let pass = 0; pass < 2; pass += 1) {
      for (let before = 0; before < column; before += 1) {
        let dot = 0;
        for (let row = 0; row < rows; row += 1)
          dot += matrix[before * rows + row] * matrix[column * rows + row];
        for (let row = 0; row < rows; row += 1)
          matrix[column * rows + row] -= dot * matrix[before * rows + row];
      }
    }
    let length = 0;
    for (let row = 0; row < rows; row += 1) length += matrix[column * rows + row] ** 2;
    const scale = length > 0 ? 1 / Math.sqrt(length) : 0;
    for (let row = 0; row < rows; row += 1) matrix[column * rows + row] *= scale;
  }
};

/** XᵀX applied to each column. */
const gram = (
  { offsets, term, value, columns }: SparseRows,
  matrix: Float64Array,
  width: number,
): Float64Array => {
  const image = new Float64Array(columns * width);
  for (let axis = 0; axis < width; axis += 1) {
    const base = axis * columns;
    for (let row = 0; row + 1 < offsets.length; row += 1) {
      let dot = 0;
      for (let j = offsets[row]; j < offsets[row + 1]; j += 1) dot += value[j] * matrix[base + term[j]];
      if (dot === 0) continue;
      for (let j = offsets[row]; j < offsets[row + 1]; j += 1) image[base + term[j]] += dot * value[j];
    }
  }
  return image;
};

const rotate = (matrix: Float64Array, image: Float64Array, rows: number, columns: number): Float64Array => {
  const small = new Float64Array(columns * columns);
  for (let a = 0; a < columns; a += 1) {
    for (let b = 0; b < columns; b += 1) {
      let dot = 0;
      for (let row = 0; row < rows; row += 1) dot += matrix[a * rows + row] * image[b * rows + row];
      small[a * columns + b] = dot;
    }
  }
  return small;
};

/**
 * The `count` leading right singular vectors of sparse rows, term by term: entry `term * count + axis`. Randomised subspace
 * iteration (Halko, Martinsson and Tropp, SIAM Rev 2011;53:217-288) with a few axes to spare.
 */
export function principalAxes(
  rows: SparseRows,
  {
    count,
    random,
    passes = 3,
    spare = 12,
  }: { count: number; random: Random; passes?: number; spare?: number },
): Float32Array {
  const [size, width] = [rows.columns, count + spare];
  let basis: Float64Array = new Float64Array(size * width).map(() => random.normal());
  for (let pass = 0; pass < passes; pass += 1) {
    basis = gram(rows, basis, width);
    orthonormal(basis, size, width);
  }
  const small = rotate(basis, gram(rows, basis, width), size, width);
  const { vectors } = symmetricEigen(small, width);
  const axes = new Float32Array(size * count);
  for (let axis = 0; axis < count; axis += 1) {
    for (let from = 0; from < width; from += 1) {
      const share = (vectors[axis] as Float64Array)[from];
      for (let term = 0; term < size; term += 1)
        axes[term * count + axis] += share * basis[from * size + term];
    }
  }
  return axes;
}
