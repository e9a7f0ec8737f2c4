import { choleskyInPlace, choleskySolve } from '../matrix/cholesky.ts';
import { invertSymmetric } from '../matrix/symmetric.ts';
import { type LogisticDesign, logisticDesign } from './logistic-design.ts';
import { onDataScale } from './logistic-scale.ts';
import { predictor } from './logistic-score.ts';

export interface MultinomialData {
  /** Class of each row, 0 .. classes - 1; class 0 is the reference. */
  readonly y: ArrayLike<number>;
  readonly classes: number;
  readonly columns: readonly Float64Array[];
  /** Weight k counts as k copies of the row. @default 1 */
  readonly w?: Float64Array;
  /** Penalty `ridge / 2` times the sum of squared slopes. @default 0 */
  readonly ridge?: number;
}

export interface MultinomialFit {
  /** Equation of class 1 (intercept, slopes), then of class 2, ...: log odds against class 0. */
  readonly coefficients: Float64Array;
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: true;
}

interface Point {
  readonly b: Float64Array;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
  readonly logLikelihood: number;
  readonly height: number;
}

const maxIterations = 100;

/**
 * Multinomial (softmax) logistic regression by Newton's method with the full information matrix.
 *
 * @returns or `no rows`, `no rows of class c`, `separation: ...`, `singular: ...`, `not converged in N iterations`
 * @example
 * fitMultinomial({ y: [0, 1, 1], classes: 3, columns: [] }) // => { undefinedBecause: 'no rows of class 2' }
 */
export function fitMultinomial(data: MultinomialData): MultinomialFit | { undefinedBecause: string } {
  const { y, classes, columns, w, ridge } = data;
  if (!(Number.isInteger(classes) && classes >= 2))
    throw new RangeError(`fitMultinomial: classes must be at least 2 (${classes})`);
  const design = logisticDesign({
    y: new Uint8Array(y.length),
    columns,
    ...(w && { w }),
    ...(ridge && { ridge }),
  });
  const labels = labelled(design, y, classes);
  if (design.rows === 0) return { undefinedBecause: 'no rows' };
  const absent = Array.from({ length: classes }, (_, c) => c).find((c) => !labels.includes(c));
  if (absent !== undefined) return { undefinedBecause: `no rows of class ${absent}` };
  return climb(design, labels, classes);
}

function labelled(design: LogisticDesign, y: ArrayLike<number>, classes: number): Uint16Array {
  return Uint16Array.from(design.kept, (row) => {
    const label = y[row]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      throw new RangeError(`fitMultinomial: y must be a class below ${classes} (row ${row + 1})`);
    return label;
  });
}

function climb(
  design: LogisticDesign,
  labels: Uint16Array,
  classes: number,
): MultinomialFit | { undefinedBecause: string } {
  const k = design.penalty.length * (classes - 1);
  let at = evaluate(design, labels, new Float64Array(k));
  let decrement = Infinity;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const factor = Float64Array.from(at.information);
    if (!choleskyInPlace(factor, k))
      return {
        undefinedBecause:
          iteration === 1 ? 'singular: columns are collinear' : 'separation: the likelihood has no maximum',
      };
    const step = Float64Array.from(at.gradient);
    choleskySolve(factor, step);
    const previous = decrement;
    decrement = step.reduce((total, value, j) => total + value * at.gradient[j]!, 0);
    at = advance(design, labels, { at, step });
    if (decrement > 1e-14) continue;
    // As in a logistic fit: without a maximum the decrement only falls by a factor e a step.
    if (decrement > 0.05 * previous && decrement > 1e-24)
      return { undefinedBecause: 'separation: the likelihood has no maximum' };
    const covariance = invertSymmetric(at.information, k);
    if (!covariance) return { undefinedBecause: 'separation: the likelihood has no maximum' };
    const { logLikelihood } = at;
    return {
      ...onDataScale(design, at.b, covariance),
      logLikelihood,
      iterations: iteration,
      converged: true,
    };
  }
  return { undefinedBecause: `not converged in ${maxIterations} iterations` };
}

function advance(
  design: LogisticDesign,
  labels: Uint16Array,
  from: { at: Point; step: Float64Array },
): Point {
  const { at, step } = from;
  const slack = 1e-13 * Math.abs(at.height);
  for (let fraction = 1; ; fraction /= 2) {
    const next = evaluate(
      design,
      labels,
      at.b.map((value, j) => value + fraction * step[j]!),
    );
    if (next.height >= at.height - slack || fraction < 1e-9) return next;
  }
}

function evaluate(design: LogisticDesign, labels: Uint16Array, b: Float64Array): Point {
  const width = design.penalty.length;
  const others = b.length / width;
  const k = b.length;
  const gradient = new Float64Array(k);
  const information = new Float64Array(k * k);
  const row = new Float64Array(width).fill(1);
  const p = new Float64Array(others);
  const equations = Array.from({ length: others }, (_, c) => b.subarray(c * width, (c + 1) * width));
  let logLikelihood = 0;
  for (let i = 0; i < design.rows; i++) {
    for (let j = 0; j < design.slopes; j++) row[width - design.slopes + j] = design.z[j * design.rows + i]!;
    const label = labels[i]!;
    const weight = design.w[i]!;
    const { largest, total } = softmax(design, { equations, i }, p);
    logLikelihood +=
      weight * ((label === 0 ? 0 : predictor(design, equations[label - 1]!, i)) - largest - Math.log(total));
    for (let c = 0; c < others; c++) {
      const residual = weight * ((label === c + 1 ? 1 : 0) - p[c]!);
      for (let j = 0; j < width; j++) gradient[c * width + j]! += residual * row[j]!;
      for (let d = 0; d <= c; d++) {
        const variance = weight * p[c]! * ((c === d ? 1 : 0) - p[d]!);
        for (let j = 0; j < width; j++)
          for (let m = 0; m < width; m++)
            information[(c * width + j) * k + d * width + m]! += variance * row[j]! * row[m]!;
      }
    }
  }
  let height = logLikelihood;
  for (let j = 0; j < k; j++) {
    const penalty = design.penalty[j % width]!;
    height -= (penalty * b[j]! * b[j]!) / 2;
    gradient[j]! -= penalty * b[j]!;
    information[j * k + j]! += penalty;
  }
  return { b, gradient, information, logLikelihood, height };
}

/** Class probabilities of row i into p (class 0 left out), with what the log likelihood needs. */
function softmax(
  design: LogisticDesign,
  { equations, i }: { equations: readonly Float64Array[]; i: number },
  p: Float64Array,
): { largest: number; total: number } {
  let largest = 0;
  for (let c = 0; c < p.length; c++) {
    p[c] = predictor(design, equations[c]!, i);
    largest = Math.max(largest, p[c]!);
  }
  let total = Math.exp(-largest);
  for (let c = 0; c < p.length; c++) {
    p[c] = Math.exp(p[c]! - largest);
    total += p[c]!;
  }
  for (let c = 0; c < p.length; c++) p[c]! /= total;
  return { largest, total };
}
