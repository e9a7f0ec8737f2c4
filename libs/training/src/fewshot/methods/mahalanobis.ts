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
 * Distance under the class's own covariance, shrunk towards that of all support rows of the episode:
 *
 *     Qₖ = λₖ Σₖ + (1 − λₖ) Σ + β I,   λₖ = nₖ / (nₖ + 1),   p = softmax(−½ (q − cₖ)ᵀ Qₖ⁻¹ (q − cₖ))
 *
 * Σₖ and Σ have divisors nₖ − 1 and n − 1 (Σₖ is 0 for one shot). The paper's β is 1 on features that it trains; here
 * β = ridge · tr(Σ) / width, which does not depend on the unit of the features.
 *
 * Bateni P, Goyal R, Masrani V, Wood F, Sigal L (2020). Improved few-shot visual classification (Simple CNAPS). CVPR.
 */
export function mahalanobis({ ridge = 1 }: { readonly ridge?: number } = {}): FewShotMethod {
  return productMethod('mahalanobis', (products) => {
    const { classCount, queries } = products;
    const scores = new Float64Array(queries * classCount);
    for (let k = 0; k < classCount; k++) {
      const distances = quadraticDistances(
        products,
        k,
        preparedCovariance(products, shrunkCovariance(products, k, ridge)),
      );
      for (let q = 0; q < queries; q++) scores[q * classCount + k] = -distances[q] / 2;
    }
    return softmaxRows(scores, classCount);
  });
}

function shrunkCovariance(products: EpisodeProducts, k: number, ridge: number): SupportCovariance {
  const { classes, width } = products;
  const n = classes.length;
  const members = [...classes.keys()].filter((row) => classes[row] === k);
  const size = members.length;
  const lambda = size / (size + 1);
  const task = n > 1 ? deviationRows([...classes.keys()], n, 1 / Math.sqrt(n - 1)) : [];
  const spread = totalSpread(products, task);
  const toTask = Math.sqrt(1 - lambda);
  const own = size > 1 ? deviationRows(members, n, Math.sqrt(lambda / (size - 1))) : [];
  return {
    ridge: spread > 0 ? (ridge * spread) / width : 1,
    rows: [...own, ...task.map((row) => row.map((value) => value * toTask))],
  };
}
