import { choleskyInPlace, choleskySolve } from './cholesky.ts';

/**
 * Solution of a x = b for a symmetric positive definite a (k*k row-major, lower triangle read), or undefined where a
 * is singular.
 *
 * @example
 * solveSymmetric(Float64Array.of(4, 0, 0, 16), Float64Array.of(4, 32)) // => Float64Array.of(1, 2)
 */
export function solveSymmetric(a: Float64Array, b: Float64Array): Float64Array | undefined {
  const k = b.length;
  if (a.length !== k * k)
    throw new RangeError(`solveSymmetric: a has ${a.length} elements, not ${k} squared`);
  const factor = Float64Array.from(a);
  if (!choleskyInPlace(factor, k)) return undefined;
  const x = Float64Array.from(b);
  choleskySolve(factor, x);
  return x;
}

/**
 * Inverse of a symmetric positive definite matrix (k*k row-major), or undefined where it is singular.
 *
 * @example
 * invertSymmetric(Float64Array.of(4, 0, 0, 16), 2) // => Float64Array.of(0.25, 0, 0, 0.0625)
 */
export function invertSymmetric(a: Float64Array, k: number): Float64Array | undefined {
  if (a.length !== k * k)
    throw new RangeError(`invertSymmetric: a has ${a.length} elements, not ${k} squared`);
  const factor = Float64Array.from(a);
  if (!choleskyInPlace(factor, k)) return undefined;
  const inverse = new Float64Array(k * k);
  const column = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    column.fill(0);
    column[j] = 1;
    choleskySolve(factor, column);
    for (let i = 0; i <= j; i++) {
      inverse[i * k + j] = column[i]!;
      inverse[j * k + i] = column[i]!;
    }
  }
  return inverse;
}
