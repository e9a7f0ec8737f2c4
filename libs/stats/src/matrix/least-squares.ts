export interface LeastSquares {
  readonly coefficients: Float64Array;
  /** (X'WX)^-1, k*k row-major: times the residual variance it is the covariance. */
  readonly inverse: Float64Array;
  /** Weighted residual sum of squares. */
  readonly residualSquares: number;
}

/**
 * Weighted linear least squares by Householder reflections, which square no condition number. Give a column of ones
 * for an intercept.
 *
 * Golub GH (1965). Numerical methods for solving linear least squares problems. Numer Math 7:206-216.
 *
 * @returns undefined where columns are linearly dependent or rows are fewer than columns
 * @example
 * leastSquares([Float64Array.of(1, 1)], Float64Array.of(1, 3))?.coefficients // => Float64Array.of(2)
 */
export function leastSquares(
  columns: readonly Float64Array[],
  y: Float64Array,
  w?: Float64Array,
): LeastSquares | undefined {
  const k = columns.length;
  const root = w?.map(Math.sqrt);
  const scaled = (values: Float64Array) =>
    root ? values.map((value, i) => value * root[i]!) : values.slice();
  const q = columns.map(scaled);
  const right = scaled(y);
  const bad = [...q, right].findIndex(
    (column) => column.length !== y.length || !column.every(Number.isFinite),
  );
  if (bad >= 0)
    throw new RangeError(
      `leastSquares: ${bad < k ? `column ${bad + 1}` : 'y'} has not ${y.length} finite values`,
    );
  const r = new Float64Array(k * k);
  if (y.length < k) return undefined;
  for (let j = 0; j < k; j++) {
    const size = norm(q[j]!, 0);
    const diagonal = reflect(q, right, j);
    if (!(Math.abs(diagonal) > 1e-11 * size)) return undefined;
    r[j * k + j] = diagonal;
    for (let m = j + 1; m < k; m++) r[j * k + m] = q[m]![j]!;
  }
  let residualSquares = 0;
  for (let i = k; i < right.length; i++) residualSquares += right[i]! * right[i]!;
  return { coefficients: backSubstitute(r, right, k), inverse: inverseOfSquare(r, k), residualSquares };
}

/** Reflects column j onto its axis, and the later columns and y with it; returns the new diagonal element. */
function reflect(q: Float64Array[], right: Float64Array, j: number): number {
  const column = q[j]!;
  const size = norm(column, j);
  if (size === 0) return 0;
  const diagonal = column[j]! > 0 ? -size : size;
  column[j]! -= diagonal;
  const half = -diagonal * column[j]!;
  for (const other of [...q.slice(j + 1), right]) {
    let inner = 0;
    for (let i = j; i < column.length; i++) inner += column[i]! * other[i]!;
    const factor = inner / half;
    for (let i = j; i < column.length; i++) other[i]! -= factor * column[i]!;
  }
  return diagonal;
}

function norm(column: Float64Array, from: number): number {
  let total = 0;
  for (let i = from; i < column.length; i++) total += column[i]! * column[i]!;
  return Math.sqrt(total);
}

function backSubstitute(r: Float64Array, right: Float64Array, k: number): Float64Array {
  const x = new Float64Array(k);
  for (let i = k - 1; i >= 0; i--) {
    let value = right[i]!;
    for (let m = i + 1; m < k; m++) value -= r[i * k + m]! * x[m]!;
    x[i] = value / r[i * k + i]!;
  }
  return x;
}

/** (R'R)^-1 = R^-1 R^-T. */
function inverseOfSquare(r: Float64Array, k: number): Float64Array {
  const rows = Array.from({ length: k }, (_, j) => {
    const unit = new Float64Array(k);
    unit[j] = 1;
    return backSubstitute(r, unit, k);
  });
  const inverse = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++)
      for (let m = 0; m < k; m++) inverse[i * k + j]! += rows[m]![i]! * rows[m]![j]!;
  return inverse;
}
