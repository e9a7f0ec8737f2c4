export interface SymmetricEigen {
  /** Descending. */
  readonly values: Float64Array;
  /** `vectors[i]` belongs to `values[i]`: length 1, its largest element positive. */
  readonly vectors: readonly Float64Array[];
}

/**
 * Eigenvalues and vectors of a symmetric matrix (k*k row-major) by cyclic Jacobi rotations: slow beyond a few hundred
 * rows, but accurate to rounding also for small eigenvalues.
 *
 * Golub GH, Van Loan CF (2013). Matrix computations, 4th ed., section 8.5.
 *
 * @example
 * symmetricEigen(Float64Array.of(2, 0, 0, 5), 2).values // => Float64Array.of(5, 2)
 */
export function symmetricEigen(matrix: Float64Array, k: number): SymmetricEigen {
  if (matrix.length !== k * k)
    throw new RangeError(`symmetricEigen: matrix has ${matrix.length} elements, not ${k} squared`);
  const a = Float64Array.from(matrix);
  const v = new Float64Array(k * k);
  for (let i = 0; i < k; i++) v[i * k + i] = 1;
  for (let sweep = 0; sweep < 60 && offDiagonal(a, k) > 0; sweep++)
    for (let p = 0; p < k; p++) for (let q = p + 1; q < k; q++) rotate(a, v, { k, p, q });
  const order = Array.from({ length: k }, (_, i) => i).sort((i, j) => a[j * k + j]! - a[i * k + i]!);
  return {
    values: Float64Array.from(order, (i) => a[i * k + i]!),
    vectors: order.map((i) => signed(Float64Array.from({ length: k }, (_, row) => v[row * k + i]!))),
  };
}

function offDiagonal(a: Float64Array, k: number): number {
  let total = 0;
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) total += a[i * k + j]! ** 2;
  return total;
}

function rotate(a: Float64Array, v: Float64Array, { k, p, q }: { k: number; p: number; q: number }): void {
  const apq = a[p * k + q]!;
  if (apq === 0) return;
  const app = a[p * k + p]!;
  const aqq = a[q * k + q]!;
  // Below rounding of both diagonal elements the rotation would change nothing but this element.
  if (Math.abs(apq) < 1e-18 * Math.min(Math.abs(app), Math.abs(aqq))) {
    a[p * k + q] = 0;
    a[q * k + p] = 0;
    return;
  }
  const theta = (aqq - app) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let i = 0; i < k; i++) {
    turn(a, i * k + p, i * k + q, { c, s });
  }
  for (let i = 0; i < k; i++) {
    turn(a, p * k + i, q * k + i, { c, s });
    turn(v, i * k + p, i * k + q, { c, s });
  }
  a[p * k + q] = 0;
  a[q * k + p] = 0;
}

function turn(m: Float64Array, i: number, j: number, { c, s }: { c: number; s: number }): void {
  const x = m[i]!;
  const y = m[j]!;
  m[i] = c * x - s * y;
  m[j] = s * x + c * y;
}

function signed(vector: Float64Array): Float64Array {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest) + 1e-12) largest = value;
  return largest < 0 ? vector.map((value) => -value) : vector;
}
