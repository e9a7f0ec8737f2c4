import { chiSquareQuantile } from '../distribution/chi-square.ts';
import { choleskyInPlace } from '../matrix/cholesky.ts';
import { leastSquares } from '../matrix/least-squares.ts';
import type { Random } from '../random/random.ts';

/**
 * One draw from the multivariate normal; with the coefficients and covariance of a logistic fit it is the approximate
 * posterior draw of Rubin (1987), section 5.3.
 *
 * @param covariance k*k row-major, positive definite
 * @example
 * normalVector(Float64Array.of(3, 4), Float64Array.of(1, 0, 0, 1), createRandom(1)).length // => 2
 */
export function normalVector(mean: Float64Array, covariance: Float64Array, random: Random): Float64Array {
  const k = mean.length;
  const factor = Float64Array.from(covariance);
  if (covariance.length !== k * k || !choleskyInPlace(factor, k))
    throw new RangeError('normalVector: covariance is not positive definite');
  const z = Float64Array.from({ length: k }, () => random.normal());
  return mean.map((value, i) => {
    let total = value;
    for (let m = 0; m <= i; m++) total += factor[i * k + m]! * z[m]!;
    return total;
  });
}

export interface LinearDraw {
  /** Least squares estimate. */
  readonly estimate: Float64Array;
  /** Draw of the coefficients. */
  readonly coefficients: Float64Array;
  /** Draw of the residual standard deviation. */
  readonly sigma: number;
}

/**
 * One draw of a linear regression's parameters from their posterior under the flat prior: residual sum of squares over
 * a chi-square, then normal coefficients.
 *
 * Rubin DB (1987). Multiple imputation for nonresponse in surveys, p. 167.
 *
 * @param columns with a column of ones for an intercept
 * @example
 * linearDraw([Float64Array.of(1, 1, 1)], Float64Array.of(2, 2, 2), createRandom(1)).sigma // => 0
 */
export function linearDraw(
  columns: readonly Float64Array[],
  y: Float64Array,
  random: Random,
): LinearDraw | { undefinedBecause: string } {
  const df = y.length - columns.length;
  if (df < 1) return { undefinedBecause: `${y.length} rows for ${columns.length} coefficients` };
  const fit = leastSquares(columns, y);
  if (!fit) return { undefinedBecause: 'singular: columns are collinear' };
  const u = random.uniform();
  const sigma = Math.sqrt(fit.residualSquares / chiSquareQuantile(u === 0 ? 2 ** -54 : u, df));
  const unit = normalVector(new Float64Array(columns.length), fit.inverse, random);
  return {
    estimate: fit.coefficients,
    coefficients: fit.coefficients.map((value, j) => value + sigma * unit[j]!),
    sigma,
  };
}
