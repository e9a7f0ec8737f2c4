import { choleskyInPlace, choleskySolve } from '../matrix/cholesky.ts';
import type { LogisticDesign } from './logistic-design.ts';
import { logisticLogLikelihood, logisticScore, predictor, type Score } from './logistic-score.ts';

/** The maximum on the scale of the design, with the score taken there. */
export interface Summit {
  readonly b: Float64Array;
  readonly score: Score;
  readonly iterations: number;
}

const maxIterations = 100;
/** Squared Newton decrement (the step in standard errors) below which one more step is exact to rounding. */
const closeEnough = 1e-14;
const separation = { undefinedBecause: 'separation: the likelihood has no maximum' };
const singular = { undefinedBecause: 'singular: columns are collinear' };

/** Newton's method from b, which is moved to the maximum. */
export function climb(design: LogisticDesign, b: Float64Array): Summit | { undefinedBecause: string } {
  const k = b.length;
  const score = { gradient: new Float64Array(k), information: new Float64Array(k * k) };
  const factor = new Float64Array(k * k);
  const step = new Float64Array(k);
  let decrement = Infinity;
  logisticScore(design, b, score);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    factor.set(score.information);
    if (!choleskyInPlace(factor, k)) {
      if (!boundInformation(design, factor)) return singular;
      if (separates(design, step)) return separation;
    }
    step.set(score.gradient);
    choleskySolve(factor, step);
    const previous = decrement;
    decrement = dot(score.gradient, step);
    advance(design, { b, step, rise: decrement }, score);
    // Without a maximum the decrement falls by a factor e a step for ever, instead of being squared.
    const linear = decrement > 0.05 * previous && decrement > 1e-24;
    if (decrement <= closeEnough && !linear)
      return separates(design, b, 0) ? separation : { b, score, iterations: iteration };
    if (linear && iteration > 6 && separates(design, step)) return separation;
  }
  return boundInformation(design, factor)
    ? { undefinedBecause: `not converged in ${maxIterations} iterations` }
    : singular;
}

/** Takes the step, halved while it overshoots: the likelihood is concave along it, so the slope at its end tells. */
function advance(
  design: LogisticDesign,
  at: { b: Float64Array; step: Float64Array; rise: number },
  score: Score,
): void {
  const { b, step, rise } = at;
  const before = rise <= closeEnough ? b : Float64Array.from(b);
  for (let j = 0; j < b.length; j++) b[j]! += step[j]!;
  logisticScore(design, b, score);
  if (rise <= closeEnough) return;
  for (let halving = 1; halving <= 60; halving++) {
    const slope = dot(score.gradient, step);
    if (slope >= -0.1 * rise || (slope >= -0.5 * rise && isHigher(design, b, before))) return;
    for (let j = 0; j < b.length; j++) b[j] = before[j]! + 2 ** -halving * step[j]!;
    logisticScore(design, b, score);
  }
}

function isHigher(design: LogisticDesign, b: Float64Array, than: Float64Array): boolean {
  return logisticLogLikelihood(design, b) >= logisticLogLikelihood(design, than);
}

/**
 * Factor of X'WX / 4, which bounds the information from above everywhere: where fitted risks of 0 and 1 have flattened
 * the information, a step with it still climbs (Bohning & Lindsay 1988). False where columns are collinear.
 */
function boundInformation(design: LogisticDesign, factor: Float64Array): boolean {
  const k = design.penalty.length;
  const score = { gradient: new Float64Array(k), information: factor };
  logisticScore({ ...design, offset: new Float64Array(design.rows) }, new Float64Array(k), score);
  return choleskyInPlace(factor, k, 1e-11);
}

/**
 * True where going along `direction` moves no row to the wrong side (rows at the border stay within the accuracy of a
 * Newton step): then the likelihood rises along it for ever (Albert & Anderson 1984).
 */
function separates(design: LogisticDesign, direction: Float64Array, slack = 1e-4): boolean {
  if (design.penalty.some((penalty) => penalty > 0)) return false;
  let worst = 0;
  let largest = 0;
  for (let i = 0; i < design.rows; i++) {
    const move = predictor(design, direction, i);
    const y = design.y[i]!;
    largest = Math.max(largest, Math.abs(move));
    worst = Math.max(worst, y === 1 ? -move : y === 0 ? move : Math.abs(move));
    if (slack === 0 && worst > 0) return false;
  }
  return largest > 0 && worst <= slack * largest;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
