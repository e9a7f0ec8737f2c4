import { invertSymmetric } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { checkFeatures, type FeatureRows } from './feature-rows.ts';

export interface Gaussian {
  /** One centre, or one a class; the distance to the nearest counts. */
  readonly means: readonly Float64Array[];
  /** columns × columns, row-major. */
  readonly covariance: Float64Array;
}

/**
 * Squared Mahalanobis distance of each row to the nearest centre: higher is stranger. Undefined where the covariance is
 * singular (take `shrunkCovariance`).
 *
 * @example mahalanobis({ columns: 1, values: Float64Array.of(1, 4) }, { means: [Float64Array.of(0)], covariance: Float64Array.of(4) }) // => { distances: Float64Array.of(0.25, 4) }
 * @see Lee K, Lee K, Lee H, Shin J (2018) A simple unified framework for detecting out-of-distribution samples. NeurIPS 31
 */
export function mahalanobis(
  features: FeatureRows,
  { means, covariance }: Gaussian,
): { readonly distances: Float64Array } | { undefinedBecause: string } {
  const rows = checkFeatures('mahalanobis', features);
  const { columns: d, values } = features;
  if (means.length === 0 || means.some((mean) => mean.length !== d) || covariance.length !== d * d) {
    throw new ContractError('mahalanobis', `centres or covariance are not of ${d} features`);
  }
  const inverse = invertSymmetric(covariance, d);
  if (!inverse) return { undefinedBecause: 'the covariance is singular' };
  const away = new Float64Array(d);
  const distances = Float64Array.from({ length: rows }, (_, row) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const mean of means) {
      for (let j = 0; j < d; j++) away[j] = values[row * d + j] - mean[j];
      let squared = 0;
      for (let j = 0; j < d; j++)
        for (let k = 0; k < d; k++) squared += away[j] * inverse[j * d + k] * away[k];
      nearest = Math.min(nearest, squared);
    }
    return Math.max(0, nearest);
  });
  return { distances };
}
