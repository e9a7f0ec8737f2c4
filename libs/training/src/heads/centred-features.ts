import type { FeatureTable } from '../features.ts';

/** How the columns are moved and divided before a fit. */
export interface Columns {
  readonly centre: Float64Array;
  /** 1 for every column unless features are standardised; 1 for a constant column. */
  readonly scale: Float64Array;
}

/** Mean of each column over the given rows, and, where asked, its standard deviation (divisor: the sum of weights). */
export function columnsOf(
  features: FeatureTable,
  rows: ArrayLike<number>,
  options: { readonly standardise: boolean; readonly weights?: ArrayLike<number> },
): Columns {
  const { width, values } = features;
  const centre = new Float64Array(width);
  const scale = new Float64Array(width).fill(1);
  let total = 0;
  for (let r = 0; r < rows.length; r++) {
    const w = options.weights?.[r] ?? 1;
    const at = rows[r]! * width;
    total += w;
    for (let j = 0; j < width; j++) centre[j]! += w * values[at + j]!;
  }
  for (let j = 0; j < width; j++) centre[j]! /= total;
  if (!options.standardise) return { centre, scale };
  const squares = new Float64Array(width);
  for (let r = 0; r < rows.length; r++) {
    const w = options.weights?.[r] ?? 1;
    const at = rows[r]! * width;
    for (let j = 0; j < width; j++) squares[j]! += w * (values[at + j]! - centre[j]!) ** 2;
  }
  for (let j = 0; j < width; j++) {
    const sd = Math.sqrt(squares[j]! / total);
    scale[j] = sd > 1e-7 * Math.abs(centre[j]!) && sd > 0 ? sd : 1;
  }
  return { centre, scale };
}

/** Rows moved and divided, in single precision, each padded with zeros to `padded` columns. */
export function placeCentred(
  features: FeatureTable,
  rows: ArrayLike<number>,
  {
    columns,
    padded,
    into,
  }: { readonly columns: Columns; readonly padded: number; readonly into: Float32Array },
): void {
  const { width, values } = features;
  const { centre, scale } = columns;
  for (let r = 0; r < rows.length; r++) {
    const from = rows[r]! * width;
    const to = r * padded;
    for (let j = 0; j < width; j++) into[to + j] = (values[from + j]! - centre[j]!) / scale[j]!;
  }
}

/** Coefficients and intercepts of centred, scaled columns as those of the raw ones. */
export function onRawColumns(
  coefficients: Float64Array,
  intercept: Float64Array,
  { centre, scale }: Columns,
): { coefficients: Float64Array; intercept: Float64Array } {
  const width = centre.length;
  const raw = coefficients.map((value, at) => value / scale[at % width]!);
  const moved = intercept.map((value, k) => {
    let shift = 0;
    for (let j = 0; j < width; j++) shift += raw[k * width + j]! * centre[j]!;
    return value - shift;
  });
  return { coefficients: raw, intercept: moved };
}

/** Inner products of the placed rows, whole and symmetric, `n * n`. */
export function mirrored(gram: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) gram[j * n + i] = gram[i * n + j]!;
}
