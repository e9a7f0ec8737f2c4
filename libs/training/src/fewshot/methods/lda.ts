import type { EpisodeProducts } from '../episode-products.ts';
import type { FewShotMethod } from '../few-shot-method.ts';
import { productMethod } from '../product-method.ts';
import {
  deviationRows,
  preparedCovariance,
  quadraticDistances,
  type SupportCovariance,
  totalSpread,
} from '../quadratic-distances.ts';
import { softmaxRows } from '../softmax-rows.ts';

/**
 * Linear discriminant analysis with equal class shares and one shrunk covariance within classes,
 *
 *     Σ = (1 − γ) S + γ ν I,   S of divisor n − K,   ν = tr(S) / width,   p = softmax(−½ (q − cₖ)ᵀ Σ⁻¹ (q − cₖ))
 *
 * With one shot a class nothing is known of S: then Σ = ν I with ν from the spread of all support rows.
 *
 * Friedman JH (1989). Regularized discriminant analysis. J Am Stat Assoc 84:165-175.
 */
export function ldaMethod({ shrinkage = 0.5 }: { readonly shrinkage?: number } = {}): FewShotMethod {
  if (!(shrinkage > 0 && shrinkage <= 1))
    throw new RangeError(`ldaMethod: shrinkage must be in (0, 1] (${shrinkage})`);
  return productMethod('lda', (products) => {
    const { classCount, queries } = products;
    const covariance = preparedCovariance(products, withinCovariance(products, shrinkage));
    const scores = new Float64Array(queries * classCount);
    for (let k = 0; k < classCount; k++) {
      const distances = quadraticDistances(products, k, covariance);
      for (let q = 0; q < queries; q++) scores[q * classCount + k] = -distances[q] / 2;
    }
    return softmaxRows(scores, classCount);
  });
}

function withinCovariance(products: EpisodeProducts, shrinkage: number): SupportCovariance {
  const { classes, classCount, width } = products;
  const n = classes.length;
  const all = [...classes.keys()];
  const weight = n > classCount ? 1 / Math.sqrt(n - classCount) : 0;
  const within = Array.from({ length: classCount }, (_, k) =>
    deviationRows(
      all.filter((row) => classes[row] === k),
      n,
      weight,
    ),
  ).flat();
  const spread = totalSpread(products, within);
  if (spread > 0) {
    const kept = Math.sqrt(1 - shrinkage);
    return {
      ridge: (shrinkage * spread) / width,
      rows: shrinkage < 1 ? within.map((row) => row.map((value) => value * kept)) : [],
    };
  }
  const total = n > 1 ? totalSpread(products, deviationRows(all, n, 1 / Math.sqrt(n - 1))) : 0;
  return { ridge: total > 0 ? total / width : 1, rows: [] };
}
