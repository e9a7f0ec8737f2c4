import { symmetricEigen } from '../matrix/symmetric-eigen.ts';

export interface QuadratureRule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss-Hermite rule for the standard normal: sum of weight f(node) is E f(Z), exact for polynomials below degree 2n.
 *
 * Golub GH, Welsch JH (1969). Calculation of Gauss quadrature rules. Math Comp 23:221-230.
 *
 * @param n number of nodes, 1 .. 100
 * @example
 * gaussHermite(1) // => { nodes: Float64Array.of(0), weights: Float64Array.of(1) }
 */
export function gaussHermite(n: number): QuadratureRule {
  if (!(Number.isInteger(n) && n >= 1 && n <= 100))
    throw new RangeError(`gaussHermite: n must be in 1 .. 100 (${n})`);
  const jacobi = new Float64Array(n * n);
  for (let i = 1; i < n; i++) {
    jacobi[i * n + i - 1] = Math.sqrt(i);
    jacobi[(i - 1) * n + i] = Math.sqrt(i);
  }
  const { values, vectors } = symmetricEigen(jacobi, n);
  return {
    nodes: values.toReversed(),
    weights: Float64Array.from(vectors, (vector) => vector[0]! ** 2).reverse(),
  };
}
