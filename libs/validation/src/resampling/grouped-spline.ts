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
  /** For the caller: what {@link GroupedData.x} points to, and the risks there. */
  readonly x: Float64Array;
  readonly risk: Float64Array;
  readonly fit: SplineFit;
  readonly columns: readonly Float64Array[];
  /** Linear predictor of each cell. */
  readonly linear: Float64Array;
  readonly variance: Float64Array;
  readonly information: Float64Array;
}

export function createSplineScratch(cells: number): SplineScratch {
  return {
    x: new Float64Array(cells),
    risk: new Float64Array(cells),
    fit: { knots: new Float64Array(size), coefficients: new Float64Array(size) },
    columns: Array.from({ length: size }, (_, k) => new Float64Array(cells).fill(k === 0 ? 1 : 0)),
    linear: new Float64Array(cells),
    variance: new Float64Array(cells),
    information: new Float64Array(size * size),
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

/** Lower triangle of the information, and its product with the next coefficients, at the current linear predictor. */
function accumulate({ weight, events }: GroupedData, scratch: SplineScratch): void {
  const { columns, linear, variance, information, fit } = scratch;
  const [, x1, x2, x3] = columns;
  const target = fit.coefficients.fill(0);
  for (let c = 0; c < weight.length; c++) {
    const risk = 1 / (1 + Math.exp(-linear[c]));
    const spread = weight[c] * risk * (1 - risk);
    const working = spread * linear[c] + events[c] - weight[c] * risk;
    variance[c] = spread;
    target[0] += working;
    target[1] += working * x1[c];
    target[2] += working * x2[c];
    target[3] += working * x3[c];
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

/** Moves the linear predictor to the new coefficients; how far, squared, in standard errors. */
function advance({ columns, linear, variance, fit }: SplineScratch): number {
  const [, x1, x2, x3] = columns;
  const b = fit.coefficients;
  let distance = 0;
  for (let c = 0; c < linear.length; c++) {
    const next = b[0] + b[1] * x1[c] + b[2] * x2[c] + b[3] * x3[c];
    distance += variance[c] * (next - linear[c]) * (next - linear[c]);
    linear[c] = next;
  }
  return distance;
}

function climb(data: GroupedData, scratch: SplineScratch): SplineFit | undefined {
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    accumulate(data, scratch);
    if (!solveInPlace(scratch.information, scratch.fit.coefficients)) return undefined;
    const distance = advance(scratch);
    if (!Number.isFinite(distance)) return undefined;
    if (distance < enough) return scratch.fit;
  }
  return undefined;
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
 * of logit p, knots at its weighted .05, .35, .65, .95 quantiles (type 7), on cells of like risk. The model of metrics'
 * calibration curve; only the likelihood is grouped. Newton's method from `start`, a linear predictor of each cell
 * (coefficients would not do, since the knots move), and failing that from the observed rates.
 * Undefined where the knots coincide or the likelihood has no maximum.
 */
export function fitGroupedSpline(
  data: GroupedData,
  start: Float64Array | undefined,
  scratch: SplineScratch,
): SplineFit | undefined {
  const { knots } = scratch.fit;
  placeKnots(data.x, data.weight, knots);
  for (let k = 1; k < size; k++) if (!(knots[k] > knots[k - 1])) return undefined;
  placeColumns(data.x, scratch);
  if (start !== undefined) {
    scratch.linear.set(start);
    const fit = climb(data, scratch);
    if (fit !== undefined) return fit;
  }
  for (let c = 0; c < data.x.length; c++) {
    scratch.linear[c] = Math.log((data.events[c] + 0.5) / (data.weight[c] - data.events[c] + 0.5));
  }
  return climb(data, scratch);
}

/** The curve at logit p. */
export function splineRisk({ knots, coefficients: b }: SplineFit, x: number): number {
  return expit(b[0] + b[1] * x + b[2] * curved(x, knots, 0) + b[3] * curved(x, knots, 1));
}
