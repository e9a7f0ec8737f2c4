import { choleskyInPlace, choleskySolve } from '../matrix/cholesky.ts';

export interface LoessOptions {
  /** Where the curve is evaluated. */
  readonly at: Float64Array;
  /** Share of the rows in each neighbourhood, up to 1. @default 0.75 */
  readonly span?: number;
  /** Degree of the local polynomial. @default 2 */
  readonly degree?: 0 | 1 | 2;
}

/**
 * Local polynomial regression with tricube weights, evaluated exactly at each point (as R's `loess` with
 * `surface = "direct"`). Weight k is k copies of the row, in the neighbourhood's size too (R counts rows there).
 *
 * Cleveland WS, Devlin SJ (1988). Locally weighted regression. JASA 83:596-610.
 *
 * @returns one value for each of `at`, or why the data define no curve there
 * @example
 * loess({ x: Float64Array.of(0, 1, 2, 3), y: Float64Array.of(0, 1, 4, 9) }, { at: Float64Array.of(), span: 1 }) // => Float64Array.of()
 */
export function loess(
  data: { x: Float64Array; y: ArrayLike<number>; w?: Float64Array },
  options: LoessOptions,
): Float64Array | { undefinedBecause: string } {
  const { at, span = 0.75, degree = 2 } = options;
  if (!(span > 0 && span <= 1)) throw new RangeError(`loess: span must be in (0, 1] (${span})`);
  const rows = sortedRows(data);
  const neighbours = Math.floor(rows.weight * span + 1e-5);
  if (neighbours <= degree) return { undefinedBecause: `${neighbours} rows in a neighbourhood` };
  const curve = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) {
    const value = localFit(rows, { at: at[i]!, neighbours, degree });
    if (value === undefined)
      return { undefinedBecause: `a neighbourhood has fewer than ${degree + 2} distinct values` };
    curve[i] = value;
  }
  return curve;
}

interface Rows {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly w: Float64Array;
  readonly weight: number;
}

function sortedRows({ x, y, w }: { x: Float64Array; y: ArrayLike<number>; w?: Float64Array }): Rows {
  if (y.length !== x.length || (w && w.length !== x.length))
    throw new RangeError(`loess: x (${x.length}), y (${y.length}) and w differ in length`);
  const order = Array.from(x, (_, i) => i).filter((i) => w === undefined || w[i] !== 0);
  const bad = order.find(
    (i) => !(Number.isFinite(x[i]!) && Number.isFinite(y[i]!) && (w === undefined || w[i]! > 0)),
  );
  if (bad !== undefined) throw new RangeError(`loess: x, y and w must be finite and w >= 0 (row ${bad + 1})`);
  order.sort((a, b) => x[a]! - x[b]!);
  const weights = Float64Array.from(order, (i) => w?.[i] ?? 1);
  return {
    x: Float64Array.from(order, (i) => x[i]!),
    y: Float64Array.from(order, (i) => y[i]!),
    w: weights,
    weight: weights.reduce((total, value) => total + value, 0),
  };
}

function localFit(rows: Rows, point: { at: number; neighbours: number; degree: number }): number | undefined {
  const { at, degree } = point;
  const { from, to, width } = neighbourhood(rows, at, point.neighbours);
  if (!(width > 0)) return undefined;
  const k = degree + 1;
  const cross = new Float64Array(k * k);
  const right = new Float64Array(k);
  const powers = new Float64Array(k);
  for (let i = from; i < to; i++) {
    const u = (rows.x[i]! - at) / width;
    const closeness = 1 - Math.abs(u) ** 3;
    if (closeness <= 0) continue;
    const weight = rows.w[i]! * closeness ** 3;
    powers[0] = 1;
    for (let j = 1; j < k; j++) powers[j] = powers[j - 1]! * u;
    for (let j = 0; j < k; j++) {
      right[j]! += weight * powers[j]! * rows.y[i]!;
      for (let m = 0; m <= j; m++) cross[j * k + m]! += weight * powers[j]! * powers[m]!;
    }
  }
  if (!choleskyInPlace(cross, k, 1e-12)) return undefined;
  choleskySolve(cross, right);
  return right[0]!;
}

/** The rows nearest to a point whose weights reach the wanted number, and the distance of the farthest. */
function neighbourhood(rows: Rows, at: number, wanted: number): { from: number; to: number; width: number } {
  const { x, w } = rows;
  let to = 0;
  let high = x.length;
  while (to < high) {
    const middle = (to + high) >> 1;
    if (x[middle]! < at) to = middle + 1;
    else high = middle;
  }
  let from = to;
  let reached = 0;
  let width = 0;
  while (reached < wanted - 1e-9 && (from > 0 || to < x.length)) {
    const left = from > 0 ? at - x[from - 1]! : Infinity;
    const right = to < x.length ? x[to]! - at : Infinity;
    width = Math.min(left, right);
    reached += left <= right ? w[--from]! : w[to++]!;
  }
  return { from, to, width };
}
