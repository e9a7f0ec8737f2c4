import type { FewShotMethod } from '../few-shot-method.ts';
import { productMethod } from '../product-method.ts';
import { prototypeDistances } from '../prototype-distances.ts';
import { softmaxRows } from '../softmax-rows.ts';

/**
 * Nearest class mean: p(k | q) = softmax(−‖q − cₖ‖²), cₖ the mean of the support of class k.
 *
 * Snell J, Swersky K, Zemel R (2017). Prototypical networks for few-shot learning. NeurIPS.
 */
export function prototypicalMethod(): FewShotMethod {
  return productMethod('prototypical', (products) =>
    softmaxRows(
      prototypeDistances(products).map((distance) => -distance),
      products.classCount,
    ),
  );
}
