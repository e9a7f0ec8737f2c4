import type { FewShotMethod } from '../few-shot-method.ts';
import { centredProducts, normalisedProducts, shiftedQueries } from '../moved-products.ts';
import { productMethod } from '../product-method.ts';
import { rectifiedPrototypes } from '../rectified-prototypes.ts';
import { softmaxRows } from '../softmax-rows.ts';

export interface LaplacianShotOptions {
  readonly neighbours?: number;
  /** λ: how much a query's neighbours count against its own distances. */
  readonly smoothness?: number;
  readonly epsilon?: number;
  /** What squared distances are multiplied by. */
  readonly scale?: number;
  readonly steps?: number;
}

/**
 * Nearest prototype, smoothed over the graph of the queries' nearest neighbours, transductive. From aₖ(q) = scale ·
 * ‖q − c′ₖ‖² on centred, normalised and shifted rows with rectified prototypes, the bound updates
 *
 *     y(q) ← softmax(−a(q) + λ Σₚ w(q, p) y(p)),   w(q, p) = 1 for the nearest neighbours p of q
 *
 * run from y = softmax(−a) until the bound moves by less than 1e-6 of itself, or for `steps`.
 *
 * Ziko IM, Dolz J, Granger E, Ben Ayed I (2020). Laplacian regularized few-shot learning. ICML.
 */
export function laplacianShot(options: LaplacianShotOptions = {}): FewShotMethod {
  const { neighbours = 3, smoothness = 0.7, epsilon = 10, scale = 10, steps = 20 } = options;
  return productMethod(
    'laplacian-shot',
    (products) => {
      const centred = products.base ? centredProducts(products, products.base) : products;
      const moved = shiftedQueries(normalisedProducts(centred));
      const { classCount, queries, norms } = moved;
      const { toPrototype, own } = rectifiedPrototypes(moved, epsilon);
      const costs = toPrototype.map((value, at) => {
        const q = Math.floor(at / classCount);
        return scale * (norms[q] - 2 * value + own[at - q * classCount]);
      });
      const graph = nearestQueries(moved.among(), queries, neighbours);
      return boundUpdates(costs, graph, { classCount, smoothness, steps });
    },
    { transductive: true },
  );
}

/** Nearest other queries of each query by distance, the lower row number first among equals. */
function nearestQueries(among: Float64Array, m: number, neighbours: number): Int32Array[] {
  return Array.from({ length: m }, (_, q) => {
    const distance = (p: number) => among[p * m + p] - 2 * among[q * m + p];
    const others = Array.from({ length: m }, (_, p) => p).filter((p) => p !== q);
    others.sort((a, b) => distance(a) - distance(b) || a - b);
    return Int32Array.from(others.slice(0, neighbours));
  });
}

function boundUpdates(
  costs: Float64Array,
  graph: readonly Int32Array[],
  { classCount, smoothness, steps }: { classCount: number; smoothness: number; steps: number },
): Float64Array {
  let shares = softmaxRows(
    costs.map((cost) => -cost),
    classCount,
  );
  let before = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps; step++) {
    const pull = neighbourSums(shares, graph, classCount);
    shares = softmaxRows(
      costs.map((cost, at) => -cost + smoothness * pull[at]),
      classCount,
    );
    const after = neighbourSums(shares, graph, classCount);
    let bound = 0;
    for (let at = 0; at < costs.length; at++)
      bound += shares[at] * (Math.log(shares[at] + 1e-12) + costs[at] - smoothness * after[at]);
    if (step > 1 && Math.abs(bound - before) <= 1e-6 * Math.abs(before)) break;
    before = bound;
  }
  return shares;
}

function neighbourSums(shares: Float64Array, graph: readonly Int32Array[], classCount: number): Float64Array {
  const out = new Float64Array(shares.length);
  graph.forEach((near, q) => {
    for (const p of near)
      for (let c = 0; c < classCount; c++) out[q * classCount + c] += shares[p * classCount + c];
  });
  return out;
}
