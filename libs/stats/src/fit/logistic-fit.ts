import { choleskyInPlace, choleskySolve } from '../matrix/cholesky.ts';
import { invertSymmetric } from '../matrix/symmetric.ts';
import type { LogisticData } from './logistic-data.ts';
import { type LogisticDesign, logisticDesign } from './logistic-design.ts';
import {
  isCollinear,
  logisticLogLikelihood,
  logisticScore,
  type Score,
  separates,
} from './logistic-score.ts';

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

const maxIterations = 100;
/** Squared Newton decrement (step in standard errors) below which one more step is exact to rounding. */
const closeEnough = 1e-14;

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
  const b = startingPoint(design, data);
  const k = b.length;
  const score: Score = { gradient: new Float64Array(k), information: new Float64Array(k * k) };
  const end = climb(design, b, score);
  if ('undefinedBecause' in end) return end;
  const covariance = invertSymmetric(mirrored(score.information, k), k);
  if (!covariance) return withoutMaximum(design);
  return {
    ...onDataScale(design, b, covariance),
    logLikelihood: logisticLogLikelihood(design, b),
    iterations: end.iterations,
    converged: true,
  };
}

/** Moves b to the maximum; leaves the score taken at the last b. */
function climb(
  design: LogisticDesign,
  b: Float64Array,
  score: Score,
): { iterations: number } | { undefinedBecause: string } {
  const k = b.length;
  const factor = new Float64Array(k * k);
  const step = new Float64Array(k);
  let decrement = Infinity;
  logisticScore(design, b, score);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    factor.set(score.information);
    if (!choleskyInPlace(factor, k)) return withoutMaximum(design);
    step.set(score.gradient);
    choleskySolve(factor, step);
    const previous = decrement;
    decrement = dot(score.gradient, step);
    advance(design, { b, step, rise: decrement }, score);
    if (decrement <= closeEnough) {
      // Where there is no maximum the decrement falls by a factor e a step for ever, instead of being squared.
      const linear = decrement > 0.05 * previous && decrement > 1e-24;
      return linear ? withoutMaximum(design) : { iterations: iteration };
    }
    if (iteration >= 6 && separates(design, b) && !penalised(design)) return withoutMaximum(design);
  }
  return { undefinedBecause: `not converged in ${maxIterations} iterations` };
}

/** Takes the step, halved until the likelihood no longer falls steeply at its end (it is concave along the step). */
function advance(
  design: LogisticDesign,
  at: { b: Float64Array; step: Float64Array; rise: number },
  score: Score,
): void {
  const { b, step, rise } = at;
  for (let j = 0; j < b.length; j++) b[j]! += step[j]!;
  logisticScore(design, b, score);
  if (rise <= closeEnough) return;
  for (let halving = 0; halving < 40; halving++) {
    if (dot(score.gradient, step) >= -0.5 * rise) return;
    const back = 2 ** -(halving + 1);
    for (let j = 0; j < b.length; j++) b[j]! -= back * step[j]!;
    logisticScore(design, b, score);
  }
}

function startingPoint(design: LogisticDesign, data: LogisticData): Float64Array {
  const k = design.penalty.length;
  const b = new Float64Array(k);
  if (data.start) {
    const first = k - design.slopes;
    for (let j = 0; j < design.slopes; j++) {
      b[first + j] = data.start[first + j]! * design.scale[j]!;
      if (first === 1) b[0]! += data.start[first + j]! * design.centre[j]!;
    }
    if (first === 1) b[0]! += data.start[0]!;
    return b;
  }
  if (design.intercept && !data.offset) b[0] = Math.log(design.totals.events / design.totals.nonEvents);
  return b;
}

function withoutMaximum(design: LogisticDesign): { undefinedBecause: string } {
  return isCollinear(design, choleskyInPlace)
    ? { undefinedBecause: 'singular: columns are collinear' }
    : { undefinedBecause: 'separation: the likelihood has no maximum' };
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

function penalised(design: LogisticDesign): boolean {
  return design.penalty.some((penalty) => penalty > 0);
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
