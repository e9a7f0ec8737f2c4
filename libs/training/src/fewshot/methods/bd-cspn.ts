import type { FewShotMethod } from '../few-shot-method.ts';
import { centredProducts, shiftedQueries } from '../moved-products.ts';
import { productMethod } from '../product-method.ts';
import { rectifiedCosines } from '../rectified-prototypes.ts';
import { softmaxRows } from '../softmax-rows.ts';

export interface BdCspnOptions {
  /** How sharply the likelier members count in the rectified prototype. */
  readonly epsilon?: number;
  readonly scale?: number;
}

/**
 * Bias-diminished cosine prototypes, transductive: the queries are shifted onto the support's mean, the prototypes drawn
 * towards the queries that join them, p = softmax(scale · cos(q, c′ₖ)). Base statistics, where given, centre first.
 *
 * Liu J, Song L, Qin Y (2020). Prototype rectification for few-shot learning. ECCV.
 */
export function bdCspn({ epsilon = 10, scale = 10 }: BdCspnOptions = {}): FewShotMethod {
  return productMethod(
    'bd-cspn',
    (products) => {
      const centred = products.base ? centredProducts(products, products.base) : products;
      const cosines = rectifiedCosines(shiftedQueries(centred), epsilon);
      return softmaxRows(
        cosines.map((cosine) => scale * cosine),
        products.classCount,
      );
    },
    { transductive: true },
  );
}
