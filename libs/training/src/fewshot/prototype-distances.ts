import type { EpisodeProducts } from './episode-products.ts';

/** ‖q − c‖² of every query to the mean c of each class's support: queries × classes. */
export function prototypeDistances(products: EpisodeProducts): Float64Array {
  const { classCount, queries, norms } = products;
  const { toPrototype, own } = prototypeProducts(products);
  const out = new Float64Array(queries * classCount);
  for (let q = 0; q < queries; q++)
    for (let c = 0; c < classCount; c++)
      out[q * classCount + c] = norms[q] - 2 * toPrototype[q * classCount + c] + own[c];
  return out;
}

/** Inner products of the queries with the prototypes, and of each prototype with itself. */
export function prototypeProducts({ classes, classCount, queries, support, cross }: EpisodeProducts): {
  readonly toPrototype: Float64Array;
  readonly own: Float64Array;
} {
  const n = classes.length;
  const share = classShares(classes, classCount);
  const toPrototype = new Float64Array(queries * classCount);
  for (let q = 0; q < queries; q++)
    for (let s = 0; s < n; s++)
      toPrototype[q * classCount + classes[s]] += cross[q * n + s] * share[classes[s]];
  const own = new Float64Array(classCount);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      if (classes[i] === classes[j]) own[classes[i]] += support[i * n + j] * share[classes[i]] ** 2;
  return { toPrototype, own };
}

/** What each row of a class weighs in its mean: 1 / n of the class. */
export function classShares(classes: Int32Array, classCount: number): Float64Array {
  const counts = new Float64Array(classCount);
  for (const c of classes) counts[c]++;
  return counts.map((count) => 1 / count);
}
