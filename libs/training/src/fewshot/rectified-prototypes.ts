import type { EpisodeProducts } from './episode-products.ts';
import { prototypeProducts } from './prototype-distances.ts';
import { largestInRow } from './softmax-rows.ts';

/** Inner products of the queries with rectified prototypes, and of each of those with itself. */
export interface RectifiedPrototypes {
  readonly toPrototype: Float64Array;
  readonly own: Float64Array;
}

/**
 * Prototypes moved towards the queries that look like them (Liu, Song, Qin 2020, eq. 3 to 6): each query joins the class
 * of the nearest prototype by cosine, and the new prototype is the mean of its class's support and joined queries, each
 * weighted by exp(ε cos(x, c)).
 *
 * @param products with the queries already shifted
 */
export function rectifiedPrototypes(products: EpisodeProducts, epsilon: number): RectifiedPrototypes {
  const { classes, classCount, queries: m } = products;
  const n = classes.length;
  const { members, weights } = joinedMembers(products, epsilon);
  const among = products.among();
  const toPrototype = new Float64Array(m * classCount);
  const own = new Float64Array(classCount);
  for (let c = 0; c < classCount; c++) {
    for (const i of members[c]) {
      for (let q = 0; q < m; q++)
        toPrototype[q * classCount + c] +=
          weights[i] * (i < n ? products.cross[q * n + i] : among[q * m + i - n]);
      for (const j of members[c]) own[c] += weights[i] * weights[j] * between(products, among, i, j);
    }
  }
  return { toPrototype, own };
}

/** Support rows are 0 to n − 1, query q is n + q; the weights of a class's members sum to 1. */
function joinedMembers(products: EpisodeProducts, epsilon: number) {
  const { classes, classCount, queries: m } = products;
  const n = classes.length;
  const cosines = cosinesToPrototypes(products);
  const members: number[][] = Array.from({ length: classCount }, () => []);
  const weights = new Float64Array(n + m);
  for (let i = 0; i < n + m; i++) {
    const c = i < n ? classes[i] : largestInRow(cosines, i, classCount);
    members[c].push(i);
    weights[i] = Math.exp(epsilon * cosines[i * classCount + c]);
  }
  for (const rows of members) {
    const total = rows.reduce((sum, i) => sum + weights[i], 0);
    for (const i of rows) weights[i] /= total;
  }
  return { members, weights };
}

/** (n + m) × classes. */
function cosinesToPrototypes(products: EpisodeProducts): Float64Array {
  const n = products.classes.length;
  const { own } = prototypeProducts(products);
  const length = own.map((square) => Math.max(Math.sqrt(Math.max(square, 0)), 1e-12));
  const norms = Float64Array.from({ length: n }, (_, i) => products.support[i * n + i]);
  const everyone = {
    ...products,
    queries: n + products.queries,
    cross: concatenated(products.support, products.cross),
    norms: concatenated(norms, products.norms),
  };
  return prototypeProducts(everyone).toPrototype.map((value, at) => {
    const row = Math.floor(at / products.classCount);
    const own = Math.max(Math.sqrt(Math.max(everyone.norms[row], 0)), 1e-12);
    return value / own / length[at - row * products.classCount];
  });
}

function concatenated(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

function between(
  { classes, queries: m, support, cross }: EpisodeProducts,
  among: Float64Array,
  i: number,
  j: number,
) {
  const n = classes.length;
  if (i < n && j < n) return support[i * n + j];
  if (i >= n && j >= n) return among[(i - n) * m + j - n];
  return i < n ? cross[(j - n) * n + i] : cross[(i - n) * n + j];
}

/** Cosines of the queries with the rectified prototypes: queries × classes. */
export function rectifiedCosines(products: EpisodeProducts, epsilon: number): Float64Array {
  const { toPrototype, own } = rectifiedPrototypes(products, epsilon);
  const { classCount, norms } = products;
  return toPrototype.map((value, at) => {
    const q = Math.floor(at / classCount);
    const length = Math.sqrt(Math.max(own[at - q * classCount], 0) * Math.max(norms[q], 0));
    return value / Math.max(length, 1e-12);
  });
}
