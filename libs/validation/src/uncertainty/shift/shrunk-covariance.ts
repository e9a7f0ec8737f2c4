import { checkFeatures, type FeatureRows } from './feature-rows.ts';

export interface ShrunkCovariance {
  readonly mean: Float64Array;
  /** columns × columns, row-major, positive definite unless every row is the same. */
  readonly covariance: Float64Array;
  /** Weight of the scaled identity, 0 to 1. */
  readonly shrinkage: number;
}

/**
 * Ledoit–Wolf covariance: the maximum likelihood covariance drawn towards a multiple of the identity by the share that
 * minimises the expected squared error. Invertible also with fewer patients than features. Undefined without two rows.
 *
 * @example shrunkCovariance({ columns: 1, values: Float64Array.of(1, 3) }) // => { mean: Float64Array.of(2), covariance: Float64Array.of(1), shrinkage: 0 }
 * @see Ledoit O, Wolf M (2004) A well-conditioned estimator for large-dimensional covariance matrices. J Multivar Anal 88:365–411
 */
export function shrunkCovariance(features: FeatureRows): ShrunkCovariance | { undefinedBecause: string } {
  const n = checkFeatures('shrunk covariance', features);
  if (n < 2) return { undefinedBecause: `${n} rows: no covariance` };
  const { columns: d, values } = features;
  const mean = new Float64Array(d);
  for (let cell = 0; cell < values.length; cell++) mean[cell % d] += values[cell] / n;
  const centred = values.map((value, cell) => value - mean[cell % d]);
  const covariance = new Float64Array(d * d);
  let fourth = 0;
  for (let row = 0; row < n; row++) {
    let squares = 0;
    for (let j = 0; j < d; j++) {
      const xj = centred[row * d + j];
      squares += xj * xj;
      for (let k = 0; k <= j; k++) covariance[j * d + k] += (xj * centred[row * d + k]) / n;
    }
    // Σⱼₖ xⱼ² xₖ² of one row.
    fourth += squares * squares;
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) covariance[k * d + j] = covariance[j * d + k];
  let trace = 0;
  for (let j = 0; j < d; j++) trace += covariance[j * d + j];
  const scale = trace / d;
  const squared = covariance.reduce((sum, c) => sum + c * c, 0);
  const distance = squared - d * scale * scale;
  const error = Math.min((fourth / n - squared) / n, distance);
  const shrinkage = distance > 0 ? Math.max(0, error / distance) : 0;
  const shrunk = covariance.map(
    (c, cell) => (1 - shrinkage) * c + (cell % (d + 1) === 0 ? shrinkage * scale : 0),
  );
  return { mean, covariance: shrunk, shrinkage };
}
