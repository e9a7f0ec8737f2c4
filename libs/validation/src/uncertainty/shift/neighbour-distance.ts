import { ContractError } from '@raredx/tables';
import { checkSameFeatures, type FeatureRows } from './feature-rows.ts';

/**
 * Euclidean distance of each row to its k-th nearest reference row: higher is stranger. A row that is itself in the
 * reference counts as its own nearest. Undefined with fewer than k reference rows.
 *
 * @example neighbourDistance({ columns: 1, values: Float64Array.of(0) }, { columns: 1, values: Float64Array.of(1, 3, -2) }, 2) // => { distances: Float64Array.of(2) }
 * @see Sun Y, Ming Y, Zhu X, Li Y (2022) Out-of-distribution detection with deep nearest neighbors. ICML
 */
export function neighbourDistance(
  features: FeatureRows,
  reference: FeatureRows,
  k: number,
): { readonly distances: Float64Array } | { undefinedBecause: string } {
  const [rows, known] = checkSameFeatures('neighbour distance', features, reference);
  if (!(Number.isInteger(k) && k >= 1)) throw new ContractError('neighbour distance', `k is no count (${k})`);
  if (known < k) return { undefinedBecause: `${known} reference rows, fewer than k = ${k}` };
  const d = features.columns;
  const squared = new Float64Array(known);
  const distances = Float64Array.from({ length: rows }, (_, row) => {
    for (let other = 0; other < known; other++) {
      let sum = 0;
      for (let j = 0; j < d; j++)
        sum += (features.values[row * d + j] - reference.values[other * d + j]) ** 2;
      squared[other] = sum;
    }
    squared.sort();
    return Math.sqrt(squared[k - 1]);
  });
  return { distances };
}
