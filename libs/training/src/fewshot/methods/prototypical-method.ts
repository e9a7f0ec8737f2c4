import type { FeatureTable } from '../../features.ts';
import { checkSupport } from '../episode-products.ts';
import type { ClassEpisode } from '../episodes/draw-episodes.ts';
import type { GramTable } from '../episodes/gram-table.ts';
import type { FewShotMethod } from '../few-shot-method.ts';
import { meanScores } from '../mean-scores.ts';
import { productMethod } from '../product-method.ts';
import { prototypeDistances } from '../prototype-distances.ts';
import { softmaxRows } from '../softmax-rows.ts';
import type { Support } from '../support.ts';

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
  return Object.freeze({
    ...method,
    fromGram,
    fromTable: (features: FeatureTable, episode: ClassEpisode) =>
      softmaxRows(
        meanScores(
          {
            ...{ features, rows: episode.support, classes: episode.supportClasses },
            classCount: episode.ways.length,
          },
          { features, rows: episode.query },
        ),
        episode.ways.length,
      ),
    classify: (support: Support, queries: FeatureTable) => {
      checkSupport(support, queries);
      return softmaxRows(
        meanScores(
          { ...support, rows: everyRow(support.features) },
          { features: queries, rows: everyRow(queries) },
        ),
        support.classCount,
      );
    },
  });
}

const everyRow = ({ rows }: FeatureTable) => Int32Array.from({ length: rows }, (_, row) => row);

/**
 * Distances do not move with the origin, so that the table's offset plays no part, nor does a query's own norm in the
 * softmax: what is left is one look-up a pair of query and support row.
 */
function fromGram(table: GramTable, episode: ClassEpisode): Float64Array {
  const { place, products, rows } = table;
  const { ways, support, supportClasses, query } = episode;
  const at = support.map((row) => place[row]);
  const lines = query.map((row) => place[row] * rows);
  const scores = new Float64Array(query.length * ways.length);
  // support stands class by class
  for (let first = 0; first < at.length; ) {
    const c = supportClasses[first];
    let end = first + 1;
    while (end < at.length && supportClasses[end] === c) end++;
    scoreClass(products, { at, first, end, rows, lines }, { scores, from: c, step: ways.length });
    first = end;
  }
  return softmaxRows(scores, ways.length);
}

interface ClassRows {
  /** Places of the support rows; those of the class are `first` to `end`. */
  readonly at: Int32Array;
  readonly first: number;
  readonly end: number;
  readonly rows: number;
  /** Where each query's line of products begins. */
  readonly lines: Int32Array;
}

/** 2 ⟨q, c⟩ − ‖c‖² of each query with the mean c of a class, into every `step`-th score. */
function scoreClass(
  products: GramTable['products'],
  { at, first, end, rows, lines }: ClassRows,
  { scores, from, step }: { readonly scores: Float64Array; readonly from: number; readonly step: number },
): void {
  const count = end - first;
  let squared = 0;
  for (let s = first; s < end; s++)
    for (let t = first; t < end; t++) squared += products[at[s] * rows + at[t]];
  const scale = 2 / count;
  const norm = squared / (count * count);
  let s = first;
  // five at a time, the usual number of shots: their places and their sum stay in registers
  for (; s + 5 <= end; s += 5) {
    const [a, b, c, d, e] = [at[s], at[s + 1], at[s + 2], at[s + 3], at[s + 4]];
    for (let q = 0, to = from; q < lines.length; q++, to += step) {
      const line = lines[q];
      scores[to] +=
        products[line + a] +
        products[line + b] +
        products[line + c] +
        products[line + d] +
        products[line + e];
    }
  }
  for (; s < end; s++)
    for (let q = 0, to = from; q < lines.length; q++, to += step) scores[to] += products[lines[q] + at[s]];
  for (let to = from; to < scores.length; to += step) scores[to] = scale * scores[to] - norm;
}
