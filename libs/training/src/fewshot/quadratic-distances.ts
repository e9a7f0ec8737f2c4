import { invertSymmetric } from '@raredx/stats';
import type { EpisodeProducts } from './episode-products.ts';
import { prototypeDistances } from './prototype-distances.ts';

/** A covariance β I + Σⱼ aⱼ aⱼᵀ, each aⱼ a combination of the support rows. */
export interface SupportCovariance {
  readonly ridge: number;
  /** Coefficients of the aⱼ over the n support rows. */
  readonly rows: readonly Float64Array[];
}

/** A covariance with what its inverse needs, made once where several classes share it. */
export interface PreparedCovariance extends SupportCovariance {
  /** (β I + A Aᵀ)⁻¹. */
  readonly inverse: Float64Array;
}

export function preparedCovariance(
  products: EpisodeProducts,
  covariance: SupportCovariance,
): PreparedCovariance {
  const inverse = invertSymmetric(spread(products, covariance), covariance.rows.length);
  if (!inverse) throw new RangeError(`quadraticDistances: singular with ridge ${covariance.ridge}`);
  return { ...covariance, inverse };
}

/**
 * (q − cₖ)ᵀ Q⁻¹ (q − cₖ) of every query to the mean of class k, by Woodbury's identity with A the matrix of the aⱼ:
 *
 *     Q⁻¹ = (I − Aᵀ (β I + A Aᵀ)⁻¹ A) / β
 *
 * so that a covariance over thousands of features costs the inverse of one as large as the support.
 */
export function quadraticDistances(
  products: EpisodeProducts,
  k: number,
  { ridge, rows, inverse }: PreparedCovariance,
): Float64Array {
  const { classCount, queries } = products;
  const lengths = prototypeDistances(products);
  const r = rows.length;
  const projections = projectedQueries(products, k, rows);
  return Float64Array.from({ length: queries }, (_, q) => {
    let explained = 0;
    for (let i = 0; i < r; i++) {
      let row = 0;
      for (let j = 0; j < r; j++) row += inverse[i * r + j] * projections[q * r + j];
      explained += row * projections[q * r + i];
    }
    return (lengths[q * classCount + k] - explained) / ridge;
  });
}

/** Rows x − mean of those rows, each times `weight`, as coefficients over the support. */
export function deviationRows(members: readonly number[], n: number, weight: number): Float64Array[] {
  return members.map((row) => {
    const coefficients = new Float64Array(n);
    for (const other of members) coefficients[other] = -weight / members.length;
    coefficients[row] += weight;
    return coefficients;
  });
}

/** Sum of squared lengths of the rows: the trace of A Aᵀ. */
export function totalSpread({ support, classes }: EpisodeProducts, rows: readonly Float64Array[]): number {
  const n = classes.length;
  let total = 0;
  for (const row of rows)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) total += row[i] * row[j] * support[i * n + j];
  return total;
}

/** A (q − cₖ): queries × r. */
function projectedQueries(
  { classes, queries, support, cross }: EpisodeProducts,
  k: number,
  rows: readonly Float64Array[],
): Float64Array {
  const n = classes.length;
  const withMean = new Float64Array(n);
  const size = classes.reduce((count, c) => count + (c === k ? 1 : 0), 0);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) if (classes[j] === k) withMean[i] += support[i * n + j] / size;
  const out = new Float64Array(queries * rows.length);
  for (let q = 0; q < queries; q++)
    rows.forEach((row, at) => {
      let value = 0;
      for (let s = 0; s < n; s++) value += row[s] * (cross[q * n + s] - withMean[s]);
      out[q * rows.length + at] = value;
    });
  return out;
}

/** β I + A Aᵀ, r × r. */
function spread({ support, classes }: EpisodeProducts, { ridge, rows }: SupportCovariance): Float64Array {
  const n = classes.length;
  const r = rows.length;
  const through = rows.map((row) =>
    Float64Array.from({ length: n }, (_, j) => {
      let value = 0;
      for (let i = 0; i < n; i++) value += row[i] * support[i * n + j];
      return value;
    }),
  );
  const out = new Float64Array(r * r);
  for (let a = 0; a < r; a++)
    for (let b = 0; b <= a; b++) {
      let value = a === b ? ridge : 0;
      for (let j = 0; j < n; j++) value += through[a][j] * rows[b][j];
      out[a * r + b] = value;
      out[b * r + a] = value;
    }
  return out;
}
