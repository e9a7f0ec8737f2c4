import type { EpisodeProducts } from '../episode-products.ts';
import type { FewShotMethod } from '../few-shot-method.ts';
import { normalisedProducts } from '../moved-products.ts';
import { productMethod } from '../product-method.ts';
import { classShares } from '../prototype-distances.ts';
import { softmaxRows } from '../softmax-rows.ts';

export interface CosineHeadOptions {
  readonly scale?: number;
  readonly steps?: number;
  readonly learningRate?: number;
  readonly momentum?: number;
}

/**
 * Cosine classifier fitted to the support (Baseline++): logits scale · cos(wₖ, q), the mean cross-entropy lowered by
 * full-batch gradient descent with momentum from wₖ = the mean of the class's normalised rows. Every step stays in the
 * span of the support, so that what is fitted are n coefficients a class, not one a feature.
 *
 * Chen W-Y, Liu Y-C, Kira Z, Wang Y-CF, Huang J-B (2019). A closer look at few-shot classification. ICLR.
 */
export function cosineHead(options: CosineHeadOptions = {}): FewShotMethod {
  const { scale = 10, steps = 100, learningRate = 0.1, momentum = 0.9 } = options;
  return productMethod('cosine-head', (products) => {
    const unit = normalisedProducts(products);
    const weights = initialWeights(unit);
    const velocity = new Float64Array(weights.length);
    for (let step = 0; step < steps; step++) {
      const slope = gradient(unit, weights, scale);
      for (let i = 0; i < weights.length; i++) {
        velocity[i] = momentum * velocity[i] + slope[i];
        weights[i] -= learningRate * velocity[i];
      }
    }
    const { classCount, queries, cross } = unit;
    const cosines = headCosines(cross, weights, { rows: queries, unit });
    return softmaxRows(
      cosines.map((cosine) => scale * cosine),
      classCount,
    );
  });
}

/** n × classes: coefficients of each class's weight over the normalised support rows. */
function initialWeights({ classes, classCount }: EpisodeProducts): Float64Array {
  const share = classShares(classes, classCount);
  const weights = new Float64Array(classes.length * classCount);
  classes.forEach((c, i) => {
    weights[i * classCount + c] = share[c];
  });
  return weights;
}

function headLengths({ support, classes, classCount }: EpisodeProducts, weights: Float64Array): Float64Array {
  const n = classes.length;
  const squares = new Float64Array(classCount);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let c = 0; c < classCount; c++)
        squares[c] += weights[i * classCount + c] * weights[j * classCount + c] * support[i * n + j];
  return squares.map((square) => Math.max(Math.sqrt(Math.max(square, 0)), 1e-12));
}

function headCosines(
  products: Float64Array,
  weights: Float64Array,
  { rows, unit }: { readonly rows: number; readonly unit: EpisodeProducts },
): Float64Array {
  const { classes, classCount } = unit;
  const n = classes.length;
  const lengths = headLengths(unit, weights);
  const out = new Float64Array(rows * classCount);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < classCount; c++) {
      let value = 0;
      for (let s = 0; s < n; s++) value += products[r * n + s] * weights[s * classCount + c];
      out[r * classCount + c] = value / lengths[c];
    }
  return out;
}

/** ∂L/∂wₖ = Σᵢ gᵢₖ (xᵢ − cosᵢₖ wₖ / ‖wₖ‖) / ‖wₖ‖ with gᵢₖ = scale (pᵢₖ − yᵢₖ) / n, as coefficients. */
function gradient(unit: EpisodeProducts, weights: Float64Array, scale: number): Float64Array {
  const { classes, classCount, support } = unit;
  const n = classes.length;
  const lengths = headLengths(unit, weights);
  const cosines = headCosines(support, weights, { rows: n, unit });
  const g = softmaxRows(
    cosines.map((cosine) => scale * cosine),
    classCount,
  );
  const along = new Float64Array(classCount);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < classCount; c++) {
      const at = i * classCount + c;
      g[at] = (scale * (g[at] - (classes[i] === c ? 1 : 0))) / n;
      along[c] += g[at] * cosines[at];
    }
  return g.map((value, at) => {
    const c = at % classCount;
    return value / lengths[c] - (along[c] * weights[at]) / lengths[c] ** 2;
  });
}
