import type { EpisodeProducts } from './episode-products.ts';
import { episodeProducts } from './episode-products.ts';
import type { FewShotMethod } from './few-shot-method.ts';

/** A method that sees inner products alone, and draws nothing at random. */
export function productMethod(
  name: string,
  fromProducts: (products: EpisodeProducts) => Float64Array,
  { transductive = false }: { readonly transductive?: boolean } = {},
): FewShotMethod {
  return Object.freeze({
    name,
    transductive,
    fromProducts,
    classify: (support, queries, _random, base) => fromProducts(episodeProducts(support, queries, base)),
  } satisfies FewShotMethod);
}
