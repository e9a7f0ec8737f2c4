import { exponential } from './exponential.ts';
import type { LogisticDesign } from './logistic-design.ts';

/** Gradient and negative Hessian (lower triangle, k*k) of the penalised log likelihood; overwritten by each pass. */
export interface Score {
  readonly gradient: Float64Array;
  readonly information: Float64Array;
}

/** One pass over the rows at coefficients b (scale of z, intercept first). */
export function logisticScore(design: LogisticDesign, b: Float64Array, into: Score): void {
  into.gradient.fill(0);
  into.information.fill(0);
  if (design.intercept && design.slopes === 1) scoreOfLine(design, b, into);
  else scoreOfMany(design, b, into);
  const k = b.length;
  for (let j = 0; j < k; j++) {
    into.gradient[j]! -= design.penalty[j]! * b[j]!;
    into.information[j * k + j]! += design.penalty[j]!;
  }
}

/** Intercept and one slope: the recalibration fit that every bootstrap replicate makes, all sums in registers. */
function scoreOfLine(design: LogisticDesign, b: Float64Array, into: Score): void {
  const { rows, z, y, w, offset } = design;
  const b0 = b[0]!;
  const b1 = b[1]!;
  let g0 = 0;
  let g1 = 0;
  let h00 = 0;
  let h10 = 0;
  let h11 = 0;
  for (let i = 0; i < rows; i++) {
    const x = z[i]!;
    const eta = offset[i]! + b0 + b1 * x;
    const e = exponential(-eta);
    const p = 1 / (1 + e);
    const weight = w[i]!;
    const residual = weight * (y[i]! - p);
    const variance = weight * (e * p) * p;
    g0 += residual;
    g1 += residual * x;
    h00 += variance;
    const vx = variance * x;
    h10 += vx;
    h11 += vx * x;
  }
  into.gradient[0] = g0;
  into.gradient[1] = g1;
  into.information[0] = h00;
  into.information[2] = h10;
  into.information[3] = h11;
}

const blockRows = 256;

/** Any number of columns, a block of rows at a time: every inner loop keeps its sum in a register and its rows in cache. */
function scoreOfMany(design: LogisticDesign, b: Float64Array, into: Score): void {
  const eta = new Float64Array(blockRows);
  const residual = new Float64Array(blockRows);
  const variance = new Float64Array(blockRows);
  for (let from = 0; from < design.rows; from += blockRows) {
    const count = Math.min(blockRows, design.rows - from);
    predict(design, b, { from, count }, eta);
    for (let i = 0; i < count; i++) {
      const e = exponential(-eta[i]!);
      const p = 1 / (1 + e);
      const weight = design.w[from + i]!;
      residual[i] = weight * (design.y[from + i]! - p);
      variance[i] = weight * (e * p) * p;
    }
    accumulate(design, { from, count, residual, variance, scaled: eta }, into);
  }
}

function predict(
  design: LogisticDesign,
  b: Float64Array,
  { from, count }: { from: number; count: number },
  eta: Float64Array,
): void {
  const { rows, slopes, z, offset } = design;
  const first = b.length - slopes;
  const constant = first === 1 ? b[0]! : 0;
  for (let i = 0; i < count; i++) eta[i] = offset[from + i]! + constant;
  for (let j = 0; j < slopes; j++) {
    const slope = b[first + j]!;
    const at = j * rows + from;
    for (let i = 0; i < count; i++) eta[i]! += slope * z[at + i]!;
  }
}

interface Block {
  readonly from: number;
  readonly count: number;
  readonly residual: Float64Array;
  readonly variance: Float64Array;
  /** scratch */
  readonly scaled: Float64Array;
}

function accumulate(design: LogisticDesign, block: Block, into: Score): void {
  const { rows, slopes, z } = design;
  const { from, count, residual, variance, scaled } = block;
  const k = into.gradient.length;
  const first = k - slopes;
  if (first === 1) {
    into.gradient[0]! += total(residual, count);
    into.information[0]! += total(variance, count);
  }
  for (let j = 0; j < slopes; j++) {
    const at = j * rows + from;
    let gradient = 0;
    let crossed = 0;
    for (let i = 0; i < count; i++) {
      const value = z[at + i]!;
      gradient += residual[i]! * value;
      const product = variance[i]! * value;
      crossed += product;
      scaled[i] = product;
    }
    into.gradient[first + j]! += gradient;
    const row = (first + j) * k;
    if (first === 1) into.information[row]! += crossed;
    for (let m = 0; m <= j; m++) {
      const other = m * rows + from;
      let product = 0;
      for (let i = 0; i < count; i++) product += scaled[i]! * z[other + i]!;
      into.information[row + first + m]! += product;
    }
  }
}

function total(values: Float64Array, count: number): number {
  let result = 0;
  for (let i = 0; i < count; i++) result += values[i]!;
  return result;
}

/** Log likelihood, unpenalised. */
export function logisticLogLikelihood(design: LogisticDesign, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < design.rows; i++) {
    const eta = design.offset[i]! + predictor(design, b, i);
    total += design.w[i]! * (design.y[i]! * eta - Math.max(eta, 0) - Math.log1p(exponential(-Math.abs(eta))));
  }
  return total;
}

/** Row i of the design times b, without the offset. */
export function predictor(design: LogisticDesign, b: Float64Array, i: number): number {
  const { rows, slopes, z } = design;
  const first = b.length - slopes;
  let eta = first === 1 ? b[0]! : 0;
  for (let j = 0; j < slopes; j++) eta += b[first + j]! * z[j * rows + i]!;
  return eta;
}
