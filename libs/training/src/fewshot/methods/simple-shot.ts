import type { FewShotMethod } from '../few-shot-method.ts';
import { centredProducts, normalisedProducts } from '../moved-products.ts';
import { productMethod } from '../product-method.ts';
import { prototypeDistances } from '../prototype-distances.ts';
import { softmaxRows } from '../softmax-rows.ts';

/**
 * Nearest class mean after centring at the mean of the base classes and scaling to length 1 (CL2N); without base
 * statistics, scaling alone (L2N). The paper ranks by distance; here p = softmax(−scale · ‖q − cₖ‖²).
 *
 * Wang Y, Chao W-L, Weinberger KQ, van der Maaten L (2019). SimpleShot: revisiting nearest-neighbor classification for
 * few-shot learning. arXiv 1911.04623.
 */
export function simpleShot({ scale = 10 }: { readonly scale?: number } = {}): FewShotMethod {
  return productMethod('simple-shot', (products) => {
    const centred = products.base ? centredProducts(products, products.base) : products;
    const distances = prototypeDistances(normalisedProducts(centred));
    return softmaxRows(
      distances.map((distance) => -scale * distance),
      products.classCount,
    );
  });
}
