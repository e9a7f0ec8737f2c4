import { ContractError } from '@raredx/tables';
import type { FeatureTable } from '../features.ts';
import type { BaseStatistics, Support } from './support.ts';

/** Inner products with one point, such as the mean of the base classes. */
export interface CentreProducts {
  readonly support: Float64Array;
  readonly queries: Float64Array;
  /** The point with itself. */
  readonly own: number;
}

/**
 * All that the embedding-space methods need of an episode: inner products of its n support and m query rows. Distances,
 * angles, prototypes, ridge and covariance heads follow from them, at a cost that no longer depends on the width.
 */
export interface EpisodeProducts {
  readonly classes: Int32Array;
  readonly classCount: number;
  readonly queries: number;
  readonly width: number;
  /** n × n. */
  readonly support: Float64Array;
  /** m × n, query by support. */
  readonly cross: Float64Array;
  /** m squared norms of the queries. */
  readonly norms: Float64Array;
  /** m × m; asked for by transductive methods alone. */
  readonly among: () => Float64Array;
  readonly base?: CentreProducts;
}

/** Inner products of every row of a with every row of b, in double precision: a.rows × b.rows. */
export function innerProducts(a: FeatureTable, b: FeatureTable): Float64Array {
  const { width } = a;
  const x = new Float64Array(a.values);
  const y = a === b ? x : new Float64Array(b.values);
  const out = new Float64Array(a.rows * b.rows);
  for (let i = 0; i < a.rows; i++)
    for (let j = a === b ? i : 0; j < b.rows; j++) {
      const value = dot(x, i * width, y, j * width, width);
      out[i * b.rows + j] = value;
      if (a === b) out[j * b.rows + i] = value;
    }
  return out;
}

/** Products of one episode from its features. */
export function episodeProducts(
  support: Support,
  queries: FeatureTable,
  base?: BaseStatistics,
): EpisodeProducts {
  const { features, classes, classCount } = support;
  checkSupport(support, queries);
  const norms = new Float64Array(queries.rows);
  for (let q = 0; q < queries.rows; q++) norms[q] = squaredNorm(queries, q);
  return {
    classes,
    classCount,
    queries: queries.rows,
    width: features.width,
    support: innerProducts(features, features),
    cross: innerProducts(queries, features),
    norms,
    among: () => innerProducts(queries, queries),
    ...(base && {
      base: {
        support: withPoint(features, base.mean),
        queries: withPoint(queries, base.mean),
        own: dot(base.mean, 0, base.mean, 0, base.mean.length),
      },
    }),
  };
}

/** Inner product of every row with one point. */
export function withPoint({ rows, width, values }: FeatureTable, point: Float64Array): Float64Array {
  if (point.length !== width)
    throw new ContractError('few-shot', `the base mean has ${point.length} elements, the features ${width}`);
  return Float64Array.from({ length: rows }, (_, row) => {
    let total = 0;
    for (let c = 0; c < width; c++) total += values[row * width + c] * point[c];
    return total;
  });
}

/** @throws ContractError where classes, rows and widths do not fit together, or a class has no row */
export function checkSupport({ features, classes, classCount }: Support, queries: FeatureTable): void {
  if (features.width !== queries.width)
    throw new ContractError('few-shot', `support has width ${features.width}, queries ${queries.width}`);
  if (classes.length !== features.rows)
    throw new ContractError('few-shot', `${classes.length} classes for ${features.rows} support rows`);
  const seen = new Uint8Array(classCount);
  for (const c of classes) {
    if (!(c >= 0 && c < classCount))
      throw new ContractError('few-shot', `support class outside 0 to ${classCount - 1} (${c})`);
    seen[c] = 1;
  }
  const without = seen.indexOf(0);
  if (without >= 0) throw new ContractError('few-shot', `class ${without} has no support row`);
}

const squaredNorm = ({ width, values }: FeatureTable, row: number): number => {
  let total = 0;
  for (let c = row * width; c < (row + 1) * width; c++) total += values[c] * values[c];
  return total;
};

/** Four running sums: the processor need not wait for one addition before the next. */
function dot(x: Float64Array, at: number, y: Float64Array, to: number, width: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < width; k += 4) {
    a += x[at + k] * y[to + k];
    b += x[at + k + 1] * y[to + k + 1];
    c += x[at + k + 2] * y[to + k + 2];
    d += x[at + k + 3] * y[to + k + 3];
  }
  for (; k < width; k++) a += x[at + k] * y[to + k];
  return a + b + c + d;
}
