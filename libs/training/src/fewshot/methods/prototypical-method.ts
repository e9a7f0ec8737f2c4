import type { ClassEpisode } from '../episodes/draw-episodes.ts';
import type { GramTable } from '../episodes/gram-table.ts';
import type { FewShotMethod } from '../few-shot-method.ts';
import { productMethod } from '../product-method.ts';
import { classShares, prototypeDistances } from '../prototype-distances.ts';
import { softmaxRows } from '../softmax-rows.ts';

/**
 * Nearest class mean: p(k | q) = softmax(−‖q − cₖ‖²), cₖ the mean of the support of class k.
 *
 * Snell J, Swersky K, Zemel R (2017). Prototypical networks for few-shot learning. NeurIPS.
 */
export function prototypicalMethod(): FewShotMethod {
  const method = productMethod('prototypical', (products) =>
    softmaxRows(
      prototypeDistances(products).map((distance) => -distance),
      products.classCount,
    ),
  );
  return Object.freeze({ ...method, fromGram });
}

/**
 * Distances do not move with the origin, so that the table's offset plays no part, nor does a query's own norm in the
 * softmax: what is left is one look-up a pair of query and support row.
 */
function fromGram({ place, products, rows }: GramTable, episode: ClassEpisode): Float64Array {
  const { ways, support, supportClasses, query } = episode;
  const classCount = ways.length;
  const shots = support.length;
  const share = classShares(supportClasses, classCount);
  const at = new Int32Array(shots);
  for (let s = 0; s < shots; s++) at[s] = place[support[s]];
  const own = new Float64Array(classCount);
  for (let s = 0; s < shots; s++)
    for (let t = 0; t < shots; t++)
      if (supportClasses[s] === supportClasses[t])
        own[supportClasses[s]] += products[at[s] * rows + at[t]] * share[supportClasses[s]] ** 2;
  const scores = new Float64Array(query.length * classCount);
  for (let q = 0; q < query.length; q++) {
    const start = place[query[q]] * rows;
    const to = q * classCount;
    // support stands class by class: the sum of a class can stay in a register
    for (let s = 0; s < shots; ) {
      const c = supportClasses[s];
      let total = 0;
      for (; s < shots && supportClasses[s] === c; s++) total += products[start + at[s]];
      scores[to + c] += total;
    }
    for (let c = 0; c < classCount; c++) scores[to + c] = 2 * share[c] * scores[to + c] - own[c];
  }
  return softmaxRows(scores, classCount);
}
