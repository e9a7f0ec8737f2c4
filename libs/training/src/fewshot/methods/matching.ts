import type { FewShotMethod } from '../few-shot-method.ts';
import { normalisedProducts } from '../moved-products.ts';
import { productMethod } from '../product-method.ts';
import { softmaxRows } from '../softmax-rows.ts';

/**
 * Attention over the support: p(k | q) = Σ over support rows s of class k of softmax(scale · cos(q, s)). The paper's
 * scale is 1, with which the attention is nearly flat; full-context embeddings are left out.
 *
 * Vinyals O, Blundell C, Lillicrap T, Kavukcuoglu K, Wierstra D (2016). Matching networks for one shot learning. NeurIPS.
 */
export function matching({ scale = 10 }: { readonly scale?: number } = {}): FewShotMethod {
  return productMethod('matching', (products) => {
    const { classes, classCount, queries } = products;
    const n = classes.length;
    const attention = softmaxRows(
      normalisedProducts(products).cross.map((cosine) => scale * cosine),
      n,
    );
    const out = new Float64Array(queries * classCount);
    for (let q = 0; q < queries; q++)
      for (let s = 0; s < n; s++) out[q * classCount + classes[s]] += attention[q * n + s];
    return out;
  });
}
