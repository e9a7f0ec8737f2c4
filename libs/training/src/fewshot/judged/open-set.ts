import type { FeatureTable } from '../../features.ts';
import { episodeProducts } from '../episode-products.ts';
import type { ClassEpisode } from '../episodes/draw-episodes.ts';
import { centredProducts, normalisedProducts } from '../moved-products.ts';
import { prototypeDistances, prototypeProducts } from '../prototype-distances.ts';
import {
  deviationRows,
  preparedCovariance,
  quadraticDistances,
  totalSpread,
} from '../quadratic-distances.ts';
import type { BaseStatistics, Support } from '../support.ts';

export type OpenSetScore = 'similarity' | 'energy' | 'relative-mahalanobis';

/**
 * How far each query is from every class of the support: the higher, the likelier of a class not there.
 *
 * - `similarity`: −maxₖ cos(q, cₖ), centred at the base mean where given.
 * - `energy`: −log Σₖ exp(−‖q − cₖ‖²) (Liu W et al. 2020, NeurIPS).
 * - `relative-mahalanobis`: minₖ dₖ(q) − d₀(q), dₖ under the support's shrunk within-class covariance, d₀ to the mean of all
 *   support rows under their own shrunk covariance (Ren J et al. 2021, arXiv 2106.09022).
 */
export function openSetScores(
  support: Support,
  queries: FeatureTable,
  { score, base }: { readonly score: OpenSetScore; readonly base?: BaseStatistics },
): Float64Array {
  const products = episodeProducts(support, queries, base);
  const { classCount } = support;
  const rows = (of: (row: Float64Array) => number, values: Float64Array) =>
    Float64Array.from({ length: queries.rows }, (_, q) =>
      of(values.subarray(q * classCount, (q + 1) * classCount)),
    );
  if (score === 'energy') return rows(negativeLogSum, prototypeDistances(products));
  if (score === 'similarity') {
    const unit = normalisedProducts(products.base ? centredProducts(products, products.base) : products);
    const { toPrototype, own } = prototypeProducts(unit);
    const cosines = toPrototype.map((value, at) => value / Math.max(Math.sqrt(own[at % classCount]), 1e-12));
    return rows((row) => -Math.max(...row), cosines);
  }
  const n = support.features.rows;
  const all = [...support.classes.keys()];
  const within = Array.from({ length: classCount }, (_, k) =>
    deviationRows(
      all.filter((row) => support.classes[row] === k),
      n,
      1 / Math.sqrt(Math.max(n - classCount, 1)),
    ),
  ).flat();
  const total = deviationRows(all, n, 1 / Math.sqrt(Math.max(n - 1, 1)));
  const spread = totalSpread(products, total);
  const ridge = spread > 0 ? spread / products.width : 1;
  const together = { ...products, classes: new Int32Array(n), classCount: 1 };
  const overall = quadraticDistances(together, 0, preparedCovariance(together, { ridge, rows: total }));
  const shared = preparedCovariance(products, { ridge, rows: within });
  const each = Array.from({ length: classCount }, (_, k) => quadraticDistances(products, k, shared));
  return overall.map((d, q) => Math.min(...each.map((own) => own[q])) - d);
}

const negativeLogSum = (distances: Float64Array): number => {
  const least = Math.min(...distances);
  return least - Math.log(distances.reduce((total, d) => total + Math.exp(least - d), 0));
};

/**
 * An episode with its last ways unknown: their support is left out, their queries stay, as class −1.
 */
export function openEpisode(episode: ClassEpisode, unknown: number): ClassEpisode {
  const known = episode.ways.length - unknown;
  if (!(Number.isInteger(unknown) && unknown >= 1 && known >= 1))
    throw new RangeError(`openEpisode: ${unknown} unknown of ${episode.ways.length} ways`);
  return {
    ways: episode.ways.subarray(0, known),
    support: episode.support.filter((_, i) => episode.supportClasses[i] < known),
    supportClasses: episode.supportClasses.filter((c) => c < known),
    query: episode.query,
    queryClasses: episode.queryClasses.map((c) => (c < known ? c : -1)),
  };
}

/** AUROC of unknown (class −1) against known queries, ties one half; undefined where one of the two is missing. */
export function openSetAuroc(
  scores: Float64Array,
  queryClasses: Int32Array,
): { readonly value: number } | { readonly undefinedBecause: string } {
  const order = [...scores.keys()].sort((a, b) => scores[a] - scores[b]);
  let [below, concordant, unknown] = [0, 0, 0];
  for (let i = 0; i < order.length; ) {
    let [ties, here] = [0, 0];
    const score = scores[order[i]];
    for (; i < order.length && scores[order[i]] === score; i++) queryClasses[order[i]] < 0 ? here++ : ties++;
    concordant += here * (below + ties / 2);
    below += ties;
    unknown += here;
  }
  if (unknown === 0) return { undefinedBecause: 'no query of an unknown class' };
  if (below === 0) return { undefinedBecause: 'no query of a known class' };
  return { value: concordant / (unknown * below) };
}
