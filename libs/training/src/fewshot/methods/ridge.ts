import { invertSymmetric } from '@raredx/stats';
import type { EpisodeProducts } from '../episode-products.ts';
import type { FewShotMethod } from '../few-shot-method.ts';
import { centredProducts, supportCentre } from '../moved-products.ts';
import { productMethod } from '../product-method.ts';
import { classShares } from '../prototype-distances.ts';
import { softmaxRows } from '../softmax-rows.ts';

/**
 * Ridge regression of the one-hot classes with an intercept, solved in the support's n dimensions:
 *
 *     ŷ(q) = ȳ + k(q)ᵀ (K + λ I)⁻¹ (Y − ȳ),   λ = ridge · tr(K) / n,   p = softmax(scale · ŷ)
 *
 * K and k hold inner products after centring at the support's mean. λ follows the spread of the support, so that the
 * answer does not depend on the unit of the features.
 *
 * Bertinetto L, Henriques JF, Torr PHS, Vedaldi A (2019). Meta-learning with differentiable closed-form solvers (R2-D2).
 * ICLR.
 */
export function ridgeMethod({ ridge = 1, scale = 10 }: RidgeOptions = {}): FewShotMethod {
  return productMethod('ridge', (products) => {
    const fitted = ridgeScores(centredProducts(products, supportCentre(products)), ridge);
    return softmaxRows(
      fitted.map((value) => scale * value),
      products.classCount,
    );
  });
}

export interface RidgeOptions {
  readonly ridge?: number;
  /** What the regression's scores are multiplied by before the softmax. */
  readonly scale?: number;
}

function ridgeScores(centred: EpisodeProducts, ridge: number): Float64Array {
  const { classes, classCount, queries, support, cross } = centred;
  const n = classes.length;
  const weights = ridgeWeights(support, { classes, classCount, ridge });
  const share = classShares(classes, classCount);
  const out = new Float64Array(queries * classCount);
  for (let q = 0; q < queries; q++)
    for (let c = 0; c < classCount; c++) {
      let value = 1 / (share[c] * n);
      for (let s = 0; s < n; s++) value += cross[q * n + s] * weights[s * classCount + c];
      out[q * classCount + c] = value;
    }
  return out;
}

function ridgeWeights(
  support: Float64Array,
  { classes, classCount, ridge }: { classes: Int32Array; classCount: number; ridge: number },
): Float64Array {
  const n = classes.length;
  const kernel = Float64Array.from(support);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += support[i * n + i];
  const added = trace > 0 ? (ridge * trace) / n : 1;
  for (let i = 0; i < n; i++) kernel[i * n + i] += added;
  const inverse = invertSymmetric(kernel, n);
  if (!inverse) throw new RangeError(`ridge: singular with ridge ${ridge}`);
  const weights = new Float64Array(n * classCount);
  const share = classShares(classes, classCount);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let c = 0; c < classCount; c++)
        weights[i * classCount + c] += inverse[i * n + j] * ((classes[j] === c ? 1 : 0) - 1 / (share[c] * n));
  return weights;
}
