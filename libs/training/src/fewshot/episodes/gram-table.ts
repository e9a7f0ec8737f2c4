import type { FeatureTable } from '../../features.ts';
import type { Tensors } from '../../tensors.ts';
import { type EpisodeProducts, innerProducts, withPoint } from '../episode-products.ts';
import type { BaseStatistics } from '../support.ts';
import type { ClassEpisode } from './draw-episodes.ts';
import { featureRows } from './select-classes.ts';

/** Inner products of every row that any of the episodes uses. */
export interface GramTable {
  /** Place of a row of the feature table in `products`; −1 where no episode uses it. */
  readonly place: Int32Array;
  readonly rows: number;
  readonly width: number;
  /** ⟨x − o, y − o⟩ with o about the rows' own mean where single precision is used, else 0. */
  readonly products: Float32Array | Float64Array;
  /** ⟨x − o, o⟩ + ‖o‖² / 2 of each row: what gives ⟨x, y⟩ back. */
  readonly offset?: Float64Array;
  /** Inner product of each row with the base mean. */
  readonly base?: { readonly rows: Float64Array; readonly own: number };
}

export interface GramOptions {
  readonly base?: BaseStatistics;
  readonly tensors?: Tensors;
  /** Only differences of rows are asked for: nothing is worked out to give back products about zero. @default false */
  readonly distances?: boolean;
}

/**
 * One matrix product for all episodes. With tensors it is native and in single precision, which is what centring at the
 * rows' mean is for: distances then keep their digits. Without, it is in double precision.
 */
export function gramTable(
  features: FeatureTable,
  episodes: readonly ClassEpisode[],
  { base, tensors, distances = false }: GramOptions = {},
): GramTable {
  const used = new Uint8Array(features.rows);
  for (const { support, query } of episodes) {
    for (const row of support) used[row] = 1;
    for (const row of query) used[row] = 1;
  }
  const rows = Int32Array.from([...used.keys()].filter((row) => used[row] === 1));
  const place = new Int32Array(features.rows).fill(-1);
  rows.forEach((row, at) => {
    place[row] = at;
  });
  const table = featureRows(features, rows);
  const { width } = table;
  return {
    place,
    rows: rows.length,
    width,
    ...(tensors ? nativeProducts(tensors, table, distances) : { products: innerProducts(table, table) }),
    ...(base && {
      base: {
        rows: withPoint(table, base.mean),
        own: base.mean.reduce((total, value) => total + value * value, 0),
      },
    }),
  };
}

function nativeProducts(tf: Tensors, { rows, width, values }: FeatureTable, distances: boolean) {
  // not in a tidy: it would walk every number of what it is given back, in search of tensors
  const x = tf.tensor2d(values, [rows, width]);
  const centre = tf.mean(x, 0);
  const centred = tf.sub(x, centre);
  const gram = tf.matMul(centred as typeof x, centred as typeof x, false, true);
  const products = gram.dataSync() as Float32Array;
  const origin = distances ? undefined : Float64Array.from(centre.dataSync());
  for (const tensor of [x, centre, centred, gram]) tensor.dispose();
  return { products, ...(origin && { offset: offsets({ rows, width, values }, origin) }) };
}

/** ⟨x − o, o⟩ + ‖o‖² / 2 of each row. */
function offsets({ rows, width, values }: FeatureTable, origin: Float64Array): Float64Array {
  const out = new Float64Array(rows).fill(origin.reduce((total, value) => total + value * value, 0) / 2);
  for (let row = 0, at = 0; row < rows; row++) {
    let along = 0;
    for (let c = 0; c < width; c++, at++) along += (values[at] - origin[c]) * origin[c];
    out[row] += along;
  }
  return out;
}

/** The products of one episode, read from the table. */
export function productsOfEpisode(table: GramTable, episode: ClassEpisode): EpisodeProducts {
  const { place, width, base } = table;
  const support = episode.support.map((row) => place[row]);
  const query = episode.query.map((row) => place[row]);
  return {
    classes: episode.supportClasses,
    classCount: episode.ways.length,
    queries: query.length,
    width,
    support: block(table, support, support),
    cross: block(table, query, support),
    norms: Float64Array.from(query, (at) => product(table, at, at)),
    among: () => block(table, query, query),
    ...(base && {
      base: {
        support: Float64Array.from(support, (at) => base.rows[at]),
        queries: Float64Array.from(query, (at) => base.rows[at]),
        own: base.own,
      },
    }),
  };
}

const product = ({ products, rows, offset }: GramTable, a: number, b: number): number =>
  products[a * rows + b] + (offset ? offset[a] + offset[b] : 0);

function block({ products, rows, offset }: GramTable, down: Int32Array, across: Int32Array): Float64Array {
  const out = new Float64Array(down.length * across.length);
  let at = 0;
  for (let i = 0; i < down.length; i++) {
    const start = down[i] * rows;
    const own = offset ? offset[down[i]] : 0;
    for (let j = 0; j < across.length; j++) {
      const other = offset ? own + offset[across[j]] : 0;
      out[at++] = products[start + across[j]] + other;
    }
  }
  return out;
}
