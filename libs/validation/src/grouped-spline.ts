import { expit } from '@raredx/stats';

/** 1, logit p and the two curved terms of a restricted cubic spline with four knots. */
const size = 4;
const knotProbabilities = [0.05, 0.35, 0.65, 0.95];
const maximumIterations = 25;
/** Squared distance to the maximum in standard errors, before a last step that squares it again. */
const enough = 1e-4;

export interface SplineFit {
  readonly knots: Float64Array;
  readonly coefficients: Float64Array;
}

/** Cells of like risk, highest first. */
export interface GroupedData {
  /** Logit of the predicted risk. */
  readonly x: Float64Array;
  readonly weight: Float64Array;
  readonly events: Float64Array;
}

/** Memory for a fit, reused from replicate to replicate: the fit that is returned lives in it. */
export interface SplineScratch {
  readonly fit: SplineFit;
  readonly columns: readonly Float64Array[];
  readonly variance: Float64Array;
  readonly information: Float64Array;
  readonly gradient: Float64Array;
  readonly step: Float64Array;
}

export function createSplineScratch(cells: number): SplineScratch {
  return {
    fit: { knots: new Float64Array(size), coefficients: new Float64Array(size) },
    columns: Array.from({ length: size }, (_, k) => new Float64Array(cells).fill(k === 0 ? 1 : 0)),
    variance: new Float64Array(cells),
    information: new Float64Array(size * size),
    gradient: new Float64Array(size),
    step: new Float64Array(size),
  };
}

/** Type 7 on copies: `x` descending, weight w stands for w copies. */
function placeKnots(x: Float64Array, weight: Float64Array, knots: Float64Array): void {
  let total = 0;
  for (let c = 0; c < weight.length; c++) total += weight[c];
  let cell = x.length - 1;
  let passed = 0;
  for (let k = 0; k < size; k++) {
    const place = knotProbabilities[k] * (total - 1);
    const below = Math.floor(place);
    while (cell > 0 && passed + weight[cell] <= below) passed += weight[cell--];
    let next = cell;
    if (passed + weight[cell] <= below + 1) {
      next = cell - 1;
      while (next > 0 && weight[next] === 0) next--;
    }
    knots[k] = x[cell] + (place - below) * (x[Math.max(next, 0)] - x[cell]);
  }
}

const cube = (x: number) => (x > 0 ? x * x * x : 0);

/** Curved term j (0 or 1) at x. */
function curved(x: number, knots: Float64Array, j: number): number {
  const gap = knots[3] - knots[2];
  const bend =
    cube(x - knots[j]) -
    (cube(x - knots[2]) * (knots[3] - knots[j])) / gap +
    (cube(x - knots[3]) * (knots[2] - knots[j])) / gap;
  return bend / ((knots[3] - knots[0]) * (knots[3] - knots[0]));
}

/** Solves in place by Cholesky; false where the information is not positive definite. */
function solveInPlace(a: Float64Array, b: Float64Array): boolean {
  for (let j = 0; j < size; j++) {
    let d = a[j * size + j];
    for (let k = 0; k < j; k++) d -= a[j * size + k] * a[j * size + k];
    if (!(d > 1e-10 * a[j * size + j])) return false;
    const root = Math.sqrt(d);
    a[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let s = a[i * size + j];
      for (let k = 0; k < j; k++) s -= a[i * size + k] * a[j * size + k];
      a[i * size + j] = s / root;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) b[i] -= a[i * size + k] * b[k];
    b[i] /= a[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) b[i] -= a[k * size + i] * b[k];
    b[i] /= a[i * size + i];
  }
  return true;
}

/** Gradient and lower triangle of the information at the current coefficients. */
function accumulate({ weight, events }: GroupedData, scratch: SplineScratch): void {
  const { columns, variance, information, gradient, fit } = scratch;
  const [, x1, x2, x3] = columns;
  const b = fit.coefficients;
  gradient.fill(0);
  for (let c = 0; c < weight.length; c++) {
    const risk = 1 / (1 + Math.exp(-(b[0] + b[1] * x1[c] + b[2] * x2[c] + b[3] * x3[c])));
    const residual = events[c] - weight[c] * risk;
    variance[c] = weight[c] * risk * (1 - risk);
    gradient[0] += residual;
    gradient[1] += residual * x1[c];
    gradient[2] += residual * x2[c];
    gradient[3] += residual * x3[c];
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const left = columns[i];
      const right = columns[j];
      let sum = 0;
      for (let c = 0; c < variance.length; c++) sum += variance[c] * left[c] * right[c];
      information[i * size + j] = sum;
    }
  }
}

function placeColumns(x: Float64Array, { columns, fit }: SplineScratch): void {
  for (let c = 0; c < x.length; c++) {
    columns[1][c] = x[c];
    columns[2][c] = curved(x[c], fit.knots, 0);
    columns[3][c] = curved(x[c], fit.knots, 1);
  }
}

/**
 * The calibration curve of one bootstrap replicate: logistic regression of the outcome on a restricted cubic spline
 * of logit p, knots at its weighted .05, .35, .65, .95 quantiles (type 7), on cells of like risk, by Newton's method from
 * the fit to the data themselves. The model of metrics' calibration curve; only the likelihood is grouped.
 * Undefined where the knots coincide or the likelihood has no maximum.
 */
export function fitGroupedSpline(
  data: GroupedData,
  start: Float64Array | undefined,
  scratch: SplineScratch,
): SplineFit | undefined {
  const { fit, gradient, step, information } = scratch;
  const { knots, coefficients } = fit;
  placeKnots(data.x, data.weight, knots);
  for (let k = 1; k < size; k++) if (!(knots[k] > knots[k - 1])) return undefined;
  placeColumns(data.x, scratch);
  if (start === undefined) coefficients.fill(0);
  else coefficients.set(start);
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    accumulate(data, scratch);
    step.set(gradient);
    if (!solveInPlace(information, step)) return undefined;
    let decrement = 0;
    for (let k = 0; k < size; k++) {
      coefficients[k] += step[k];
      decrement += gradient[k] * step[k];
    }
    if (!Number.isFinite(decrement)) return undefined;
    if (decrement < enough) return fit;
  }
  return undefined;
}

/** The curve at logit p. */
export function splineRisk({ knots, coefficients: b }: SplineFit, x: number): number {
  return expit(b[0] + b[1] * x + b[2] * curved(x, knots, 0) + b[3] * curved(x, knots, 1));
}
