import { choleskyInPlace, choleskySolve } from '../matrix/cholesky.ts';
import { invertSymmetric } from '../matrix/symmetric.ts';
import { exponential } from './exponential.ts';
import type { LogisticData } from './logistic-data.ts';
import { type LogisticDesign, logisticDesign } from './logistic-design.ts';
import type { LogisticFit } from './logistic-fit.ts';
import { onDataScale } from './logistic-scale.ts';
import { logisticLogLikelihood, logisticScore, predictor, type Score } from './logistic-score.ts';

export interface FirthFit extends LogisticFit {
  /** Log likelihood plus half the log determinant of the information: what is maximised. */
  readonly penalisedLogLikelihood: number;
}

const maxIterations = 300;

/**
 * Logistic regression with Firth's penalty (Jeffreys prior): finite and less biased where events are few or separated.
 * Weight k is k copies of the row.
 *
 * Heinze G, Schemper M (2002). A solution to the problem of separation in logistic regression. Stat Med 21:2409-2419.
 *
 * @throws RangeError as `fitLogistic`, and where a ridge is asked for as well
 * @example
 * fitFirth({ y: Uint8Array.of(0, 0, 1, 1), columns: [] }).coefficients // => Float64Array.of(0)
 */
export function fitFirth(data: LogisticData): FirthFit | { undefinedBecause: string } {
  if (data.ridge) throw new RangeError('fitFirth: a ridge cannot be combined with the Firth penalty');
  const design = logisticDesign(data);
  if (design.totals.weight === 0) return { undefinedBecause: 'no rows' };
  const k = design.penalty.length;
  let at = evaluate(design, new Float64Array(k));
  if (!at) return { undefinedBecause: 'singular: columns are collinear' };
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const { step, rise } = newtonStep(design, at);
    if (rise <= 1e-22) return finished(design, at, iteration);
    const next = climbing(design, at, step);
    if (!next) return finished(design, at, iteration);
    at = next;
  }
  return { undefinedBecause: `not converged in ${maxIterations} iterations` };
}

interface Point {
  readonly b: Float64Array;
  readonly score: Score;
  readonly factor: Float64Array;
  readonly height: number;
}

function evaluate(design: LogisticDesign, b: Float64Array): Point | undefined {
  const k = b.length;
  const score = { gradient: new Float64Array(k), information: new Float64Array(k * k) };
  logisticScore(design, b, score);
  const factor = Float64Array.from(score.information);
  if (!choleskyInPlace(factor, k)) return undefined;
  let halfLogDeterminant = 0;
  for (let j = 0; j < k; j++) halfLogDeterminant += Math.log(factor[j * k + j]!);
  return { b, score, factor, height: logisticLogLikelihood(design, b) + halfLogDeterminant };
}

/** Score with Firth's correction: each row's residual gains h (1/2 - p), h its leverage. */
function newtonStep(
  design: LogisticDesign,
  { b, score, factor }: Point,
): { step: Float64Array; rise: number } {
  const k = b.length;
  const first = k - design.slopes;
  const gradient = Float64Array.from(score.gradient);
  const row = new Float64Array(k).fill(1);
  const solved = new Float64Array(k);
  for (let i = 0; i < design.rows; i++) {
    for (let j = 0; j < design.slopes; j++) row[first + j] = design.z[j * design.rows + i]!;
    const e = exponential(-(design.offset[i]! + predictor(design, b, i)));
    const p = 1 / (1 + e);
    solved.set(row);
    choleskySolve(factor, solved);
    const leverage = e * p * p * dot(row, solved);
    const pull = design.w[i]! * leverage * (0.5 - p);
    for (let j = 0; j < k; j++) gradient[j]! += pull * row[j]!;
  }
  const step = Float64Array.from(gradient);
  choleskySolve(factor, step);
  return { step, rise: dot(gradient, step) };
}

/** The point after the step, halved until the penalised likelihood rises; undefined where rounding leaves no rise. */
function climbing(design: LogisticDesign, from: Point, step: Float64Array): Point | undefined {
  const slack = 1e-14 * Math.abs(from.height);
  for (let fraction = 1; fraction > 1e-6; fraction /= 2) {
    const next = evaluate(
      design,
      from.b.map((value, j) => value + fraction * step[j]!),
    );
    if (next && next.height >= from.height - slack) return next;
  }
  return undefined;
}

function finished(
  design: LogisticDesign,
  { b, score, height }: Point,
  iterations: number,
): FirthFit | { undefinedBecause: string } {
  const covariance = invertSymmetric(score.information, b.length);
  if (!covariance) return { undefinedBecause: 'singular: columns are collinear' };
  // The determinant of the standardised columns differs from that of the data's by the product of their scales.
  const scales = design.scale.reduce((total, scale) => total + Math.log(scale), 0);
  return {
    ...onDataScale(design, b, covariance),
    logLikelihood: logisticLogLikelihood(design, b),
    penalisedLogLikelihood: height + scales,
    iterations,
    converged: true,
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
