import type { CentreProducts, EpisodeProducts } from './episode-products.ts';

/** Products after the origin is moved to a point: ⟨x − μ, y − μ⟩. */
export function centredProducts(products: EpisodeProducts, centre: CentreProducts): EpisodeProducts {
  const { base: _, ...rest } = products;
  const n = products.classes.length;
  const moved = (block: Float64Array, rows: Float64Array, columns: Float64Array) =>
    block.map((value, at) => {
      const row = Math.floor(at / columns.length);
      return value - rows[row] - columns[at - row * columns.length] + centre.own;
    });
  return {
    ...rest,
    support: moved(products.support, centre.support, centre.support),
    cross: n === 0 ? products.cross : moved(products.cross, centre.queries, centre.support),
    norms: products.norms.map((norm, q) => norm - 2 * centre.queries[q] + centre.own),
    among: () => moved(products.among(), centre.queries, centre.queries),
  };
}

/** The mean of the support rows, as the point to centre at. */
export function supportCentre({ classes, queries, support, cross }: EpisodeProducts): CentreProducts {
  const n = classes.length;
  const own = rowMeans(support, n, n);
  return { support: own, queries: rowMeans(cross, queries, n), own: mean(own) };
}

/** Products after every row is scaled to length 1: cosines. A row of zeros stays one. */
export function normalisedProducts(products: EpisodeProducts): EpisodeProducts {
  const { base: _, ...rest } = products;
  const n = products.classes.length;
  const inverse = (norm: number) => 1 / Math.max(Math.sqrt(Math.max(norm, 0)), 1e-12);
  const ofSupport = Float64Array.from({ length: n }, (_, i) => inverse(products.support[i * n + i]));
  const ofQueries = products.norms.map(inverse);
  const scaled = (block: Float64Array, rows: Float64Array, columns: Float64Array) =>
    block.map((value, at) => {
      const row = Math.floor(at / columns.length);
      return value * rows[row] * columns[at - row * columns.length];
    });
  return {
    ...rest,
    support: scaled(products.support, ofSupport, ofSupport),
    cross: scaled(products.cross, ofQueries, ofSupport),
    norms: products.norms.map((norm, q) => norm * ofQueries[q] ** 2),
    among: () => scaled(products.among(), ofQueries, ofQueries),
  };
}

/** Products after the queries are moved as a body until their mean is the support's (Liu, Song, Qin 2020, eq. 7). */
export function shiftedQueries(products: EpisodeProducts): EpisodeProducts {
  const { base: _, ...rest } = products;
  const { queries: m, support, cross } = products;
  const n = products.classes.length;
  const among = products.among();
  const supportByMeanSupport = rowMeans(support, n, n);
  const queryByMeanSupport = rowMeans(cross, m, n);
  const queryByMeanQuery = rowMeans(among, m, m);
  const supportByMeanQuery = new Float64Array(n);
  for (let q = 0; q < m; q++) for (let s = 0; s < n; s++) supportByMeanQuery[s] += cross[q * n + s] / m;
  const [ss, sq, qq] = [mean(supportByMeanSupport), mean(queryByMeanSupport), mean(queryByMeanQuery)];
  const shift = ss - 2 * sq + qq;
  const ofQuery = queryByMeanSupport.map((value, q) => value - queryByMeanQuery[q]);
  const moved = among.map((value, at) => {
    const row = Math.floor(at / m);
    return value + ofQuery[row] + ofQuery[at - row * m] + shift;
  });
  return {
    ...rest,
    cross: cross.map((value, at) => {
      const s = at % n;
      return value + supportByMeanSupport[s] - supportByMeanQuery[s];
    }),
    norms: Float64Array.from({ length: m }, (_, q) => moved[q * m + q]),
    among: () => moved,
  };
}

const mean = (values: Float64Array): number => {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
};

function rowMeans(block: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let total = 0;
    for (let c = 0; c < columns; c++) total += block[r * columns + c];
    out[r] = total / columns;
  }
  return out;
}
