/**
 * Dense loops over arrays that the kernel itself made (`doubles`, `singles`: zeros). Matrices are row-major; vectors side
 * by side are padded to an even number of columns (a multiple of 4 in single precision), matrices that are factored to a
 * multiple of 4 rows, and widths of single-precision rows to a multiple of 4.
 */
export interface LinearKernel {
  readonly name: 'wasm' | 'typescript';
  readonly doubles: (length: number) => Float64Array;
  readonly singles: (length: number) => Float32Array;
  /** Does a piece of work, and takes back what arrays it made. */
  readonly scratch: <T>(work: () => T) => T;
  /** out[i, j] += a_i · b_j, rows even, others a multiple of 4; with `lower` only what is at or below the diagonal is sure to be there. */
  readonly gram: (a: Float32Array, b: Float32Array, shape: GramShape, out: Float64Array) => void;
  /** Cholesky factor of the lower triangle, in place; false where it is not positive definite. */
  readonly factor: (n: number, matrix: Float64Array) => boolean;
  /** right = (L L')⁻¹ right. */
  readonly solve: (n: number, lower: Float64Array, right: Float64Array, columns: number) => void;
  /** out = matrix x, for the first rows of a matrix of n columns. */
  readonly product: (shape: ProductShape, matrix: Float64Array, x: Float64Array, out: Float64Array) => void;
  readonly dot: (a: Float64Array, b: Float64Array) => number;
  /** y += scale x */
  readonly axpy: (scale: number, x: Float64Array, y: Float64Array) => void;
  /** out = x w in single precision; rows even. */
  readonly forward: (shape: TableShape, x: Float32Array, w: Float32Array, out: Float32Array) => void;
  /** out += x' r in single precision; rows a multiple of 4. */
  readonly backward: (shape: TableShape, x: Float32Array, r: Float32Array, out: Float32Array) => void;
}

export interface GramShape {
  readonly rows: number;
  readonly others: number;
  readonly width: number;
  readonly lower?: boolean;
}

export interface ProductShape {
  readonly rows: number;
  readonly n: number;
  readonly columns: number;
}

export interface TableShape {
  readonly rows: number;
  readonly width: number;
  readonly columns: number;
}
