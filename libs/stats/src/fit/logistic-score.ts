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
    const e = Math.exp(-Math.abs(eta));
    const large = 1 / (1 + e);
    const weight = w[i]!;
    const residual = weight * (y[i]! - (eta >= 0 ? large : e * large));
    const variance = weight * e * large * large;
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

function scoreOfMany(design: LogisticDesign, b: Float64Array, into: Score): void {
  const { rows, slopes, z, y, w, offset } = design;
  const { gradient, information } = into;
  const k = b.length;
  const first = k - slopes;
  const row = new Float64Array(k).fill(1);
  for (let i = 0, at = 0; i < rows; i++) {
    let eta = offset[i]!;
    if (first === 1) eta += b[0]!;
    for (let j = first; j < k; j++, at++) {
      row[j] = z[at]!;
      eta += b[j]! * row[j]!;
    }
    const e = Math.exp(-Math.abs(eta));
    const large = 1 / (1 + e);
    const residual = w[i]! * (y[i]! - (eta >= 0 ? large : e * large));
    const variance = w[i]! * e * large * large;
    for (let j = 0; j < k; j++) {
      gradient[j]! += residual * row[j]!;
      const scaled = variance * row[j]!;
      for (let m = 0; m <= j; m++) information[j * k + m]! += scaled * row[m]!;
    }
  }
}

/** Log likelihood, unpenalised. */
export function logisticLogLikelihood(design: LogisticDesign, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < design.rows; i++) {
    const eta = design.offset[i]! + predictor(design, b, i);
    total += design.w[i]! * (design.y[i]! * eta - Math.max(eta, 0) - Math.log1p(Math.exp(-Math.abs(eta))));
  }
  return total;
}

/** Row i of the design times b, without the offset. */
export function predictor(design: LogisticDesign, b: Float64Array, i: number): number {
  const { slopes, z } = design;
  const first = b.length - slopes;
  let eta = first === 1 ? b[0]! : 0;
  for (let j = 0; j < slopes; j++) eta += b[first + j]! * z[i * slopes + j]!;
  return eta;
}
