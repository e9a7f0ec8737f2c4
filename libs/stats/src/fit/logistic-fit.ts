import { invertSymmetric } from '../matrix/symmetric.ts';
import { climb } from './logistic-climb.ts';
import type { LogisticData } from './logistic-data.ts';
import { type LogisticDesign, logisticDesign } from './logistic-design.ts';
import { logisticLogLikelihood } from './logistic-score.ts';

export interface LogisticFit {
  /** Intercept first. */
  readonly coefficients: Float64Array;
  /** Inverse of the observed information, k*k row-major. */
  readonly covariance: Float64Array;
  /** Without the ridge penalty. */
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: true;
}

/**
 * Maximum likelihood logistic regression by Newton's method with step halving. Data without a maximum give the
 * reason: `no rows`, `no events`, `no non-events`, `separation: the likelihood has no maximum`,
 * `singular: columns are collinear`, `not converged in N iterations`.
 *
 * Albert A, Anderson JA (1984). On the existence of maximum likelihood estimates in logistic regression models.
 *
 * @throws RangeError where lengths differ or a value is outside its domain
 * @example
 * fitLogistic({ y: Uint8Array.of(0, 1, 0, 1), columns: [] }).coefficients // => Float64Array.of(0)
 * fitLogistic({ y: Uint8Array.of(0, 0), columns: [] }) // => { undefinedBecause: 'no events' }
 */
export function fitLogistic(data: LogisticData): LogisticFit | { undefinedBecause: string } {
  const design = logisticDesign(data);
  if (design.totals.weight === 0) return { undefinedBecause: 'no rows' };
  if (design.intercept && design.totals.events === 0) return { undefinedBecause: 'no events' };
  if (design.intercept && design.totals.nonEvents === 0) return { undefinedBecause: 'no non-events' };
  const summit = data.start && climb(design, givenStart(design, data.start));
  // A start too far away must not decide whether there is a maximum.
  const top = summit && !('undefinedBecause' in summit) ? summit : climb(design, defaultStart(design, data));
  if ('undefinedBecause' in top) return top;
  const k = top.b.length;
  const covariance = invertSymmetric(mirrored(top.score.information, k), k);
  if (!covariance) return { undefinedBecause: 'singular: columns are collinear' };
  return {
    ...onDataScale(design, top.b, covariance),
    logLikelihood: logisticLogLikelihood(design, top.b),
    iterations: top.iterations,
    converged: true,
  };
}

function givenStart(design: LogisticDesign, start: Float64Array): Float64Array {
  const b = new Float64Array(start.length);
  const first = start.length - design.slopes;
  if (first === 1) b[0] = start[0]!;
  for (let j = 0; j < design.slopes; j++) {
    b[first + j] = start[first + j]! * design.scale[j]!;
    if (first === 1) b[0]! += start[first + j]! * design.centre[j]!;
  }
  return b;
}

function defaultStart(design: LogisticDesign, data: LogisticData): Float64Array {
  const b = new Float64Array(design.penalty.length);
  if (design.intercept && !data.offset) b[0] = Math.log(design.totals.events / design.totals.nonEvents);
  return b;
}

function onDataScale(design: LogisticDesign, b: Float64Array, covariance: Float64Array) {
  const k = b.length;
  const first = k - design.slopes;
  const transform = new Float64Array(k * k);
  if (first === 1) transform[0] = 1;
  for (let j = 0; j < design.slopes; j++) {
    const column = first + j;
    transform[column * k + column] = 1 / design.scale[j]!;
    if (first === 1) transform[column] = -design.centre[j]! / design.scale[j]!;
  }
  return { coefficients: product(transform, b, k), covariance: sandwich(transform, covariance, k) };
}

function product(matrix: Float64Array, vector: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: k }, (_, i) => dot(matrix.subarray(i * k, (i + 1) * k), vector));
}

/** T C T' for square T. */
function sandwich(t: Float64Array, c: Float64Array, k: number): Float64Array {
  const rows = Array.from({ length: k }, (_, i) => t.subarray(i * k, (i + 1) * k));
  const result = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    const left = product(c, rows[i]!, k);
    for (let j = 0; j < k; j++) result[i * k + j] = dot(left, rows[j]!);
  }
  return result;
}

function mirrored(lower: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: k * k }, (_, at) => {
    const i = Math.floor(at / k);
    const j = at % k;
    return i >= j ? lower[at]! : lower[j * k + i]!;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
