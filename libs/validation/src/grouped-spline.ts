import { expit } from '@raredx/stats';

/**
 * The calibration curve of one bootstrap replicate: logistic regression of the outcome on a restricted cubic spline
 * of logit p (4 knots at its weighted .05, .35, .65, .95 quantiles, type 7), on cells of like risk, started from the
 * fit to the data themselves. Same model as metrics' calibration curve; only the likelihood is grouped.
 */
export interface SplineFit {
  readonly knots: Float64Array;
  readonly coefficients: Float64Array;
}

const knotProbabilities = [0.05, 0.35, 0.65, 0.95];
const maximumIterations = 25;
const size = 4;

/** Type 7 on copies: `x` descending, weight w stands for w copies. */
function weightedKnots(x: Float64Array, weight: Float64Array): Float64Array {
  let total = 0;
  for (const w of weight) total += w;
  const knots = new Float64Array(size);
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
  return knots;
}

const cube = (x: number) => (x > 0 ? x * x * x : 0);

/** The two non-linear columns of the basis at x. */
function curved(x: number, knots: Float64Array, j: number): number {
  const [first, , third, last] = knots;
  const gap = last - third;
  const bend =
    cube(x - knots[j]) -
    (cube(x - third) * (last - knots[j])) / gap +
    (cube(x - last) * (third - knots[j])) / gap;
  return bend / (last - first) ** 2;
}

export interface SplineScratch {
  readonly second: Float64Array;
  readonly third: Float64Array;
  readonly information: Float64Array;
  readonly gradient: Float64Array;
}

export function createSplineScratch(cells: number): SplineScratch {
  return {
    second: new Float64Array(cells),
    third: new Float64Array(cells),
    information: new Float64Array(size * size),
    gradient: new Float64Array(size),
  };
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

export interface GroupedData {
  /** Cells, highest risk first. */
  readonly x: Float64Array;
  readonly weight: Float64Array;
  readonly events: Float64Array;
}

/** Gradient and lower triangle of the information, on one pass. */
function accumulate(data: GroupedData, b: Float64Array, scratch: SplineScratch): void {
  const { second, third, information: a, gradient: g } = scratch;
  const { x, weight, events } = data;
  const [b0, b1, b2, b3] = b;
  let [g0, g1, g2, g3] = [0, 0, 0, 0];
  let [a00, a10, a11, a20, a21] = [0, 0, 0, 0, 0];
  let [a22, a30, a31, a32, a33] = [0, 0, 0, 0, 0];
  for (let c = 0; c < x.length; c++) {
    const w = weight[c];
    if (w === 0) continue;
    const x1 = x[c];
    const x2 = second[c];
    const x3 = third[c];
    const risk = 1 / (1 + Math.exp(-(b0 + b1 * x1 + b2 * x2 + b3 * x3)));
    const residual = events[c] - w * risk;
    const v = w * risk * (1 - risk);
    const v1 = v * x1;
    const v2 = v * x2;
    const v3 = v * x3;
    g0 += residual;
    g1 += residual * x1;
    g2 += residual * x2;
    g3 += residual * x3;
    a00 += v;
    a10 += v1;
    a20 += v2;
    a30 += v3;
    a11 += v1 * x1;
    a21 += v2 * x1;
    a31 += v3 * x1;
    a22 += v2 * x2;
    a32 += v3 * x2;
    a33 += v3 * x3;
  }
  g.set([g0, g1, g2, g3]);
  a.set([a00, 0, 0, 0, a10, a11, 0, 0, a20, a21, a22, 0, a30, a31, a32, a33]);
}

/** Newton's method; undefined where the knots coincide or the likelihood has no maximum. */
export function fitGroupedSpline(
  data: GroupedData,
  start: Float64Array | undefined,
  scratch: SplineScratch,
): SplineFit | undefined {
  const knots = weightedKnots(data.x, data.weight);
  for (let k = 1; k < size; k++) if (!(knots[k] > knots[k - 1])) return undefined;
  for (let c = 0; c < data.x.length; c++) {
    scratch.second[c] = curved(data.x[c], knots, 0);
    scratch.third[c] = curved(data.x[c], knots, 1);
  }
  const coefficients = start === undefined ? new Float64Array(size) : Float64Array.from(start);
  const before = new Float64Array(size);
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    accumulate(data, coefficients, scratch);
    before.set(scratch.gradient);
    if (!solveInPlace(scratch.information, scratch.gradient)) return undefined;
    let decrement = 0;
    for (let k = 0; k < size; k++) {
      coefficients[k] += scratch.gradient[k];
      decrement += before[k] * scratch.gradient[k];
    }
    if (!Number.isFinite(decrement)) return undefined;
    if (decrement < 1e-6) return { knots, coefficients };
  }
  return undefined;
}

/** The curve at logit p. */
export function splineRisk(fit: SplineFit, x: number): number {
  const [b0, b1, b2, b3] = fit.coefficients;
  return expit(b0 + b1 * x + b2 * curved(x, fit.knots, 0) + b3 * curved(x, fit.knots, 1));
}
