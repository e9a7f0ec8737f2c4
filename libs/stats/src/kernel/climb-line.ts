import type { LineProblem } from './engine.ts';

const mostPasses = 12;
/** A step this short (sum of absolute values) leaves an error of about its cube. */
const shortEnough = 1e-5;

/** Sums of w p x^0..1, w v x^0..2 and w v' x^0..3, with v = p (1 - p) and v' = v (1 - 2 p). */
interface Sums {
  readonly p: [number, number];
  readonly v: [number, number, number];
  readonly u: [number, number, number, number];
}

/** Intercept and slope by maximum likelihood, from the moments of groups of like values: libs/stats/kernel/line.ts. */
export function climbLine(problem: LineProblem, out: Float64Array): number {
  let [intercept, slope] = problem.start;
  for (let passes = 1; passes <= mostPasses; passes++) {
    const step = stepOf(sumsAt(problem, intercept, slope), problem);
    if (step === undefined) return 0;
    intercept += step[0];
    slope += step[1];
    if (Math.abs(step[0]) + Math.abs(step[1]) > shortEnough) continue;
    out[0] = intercept;
    out[1] = slope;
    return passes;
  }
  return 0;
}

/** By the Taylor series of p about the centre of each group, to the fifth order. */
function sumsAt({ groups, centre, moments }: LineProblem, intercept: number, slope: number): Sums {
  const sums: Sums = { p: [0, 0], v: [0, 0, 0], u: [0, 0, 0, 0] };
  for (let g = 0; g < groups; g++) {
    const at = 14 * (g >> 1) + (g & 1);
    const c = centre[g]!;
    const derivative = derivativesOf(1 / (1 + Math.exp(-(intercept + slope * c))));
    /** Σ w d^shift of the series of derivative `order`. */
    const series = (order: number, terms: number, shift: number) => {
      let sum = 0;
      for (let k = 0, factor = 1; k < terms; k++, factor *= slope / k)
        sum += derivative[order + k]! * factor * moments[at + 2 * (k + shift)]!;
      return sum;
    };
    const [p0, p1] = [series(0, 6, 0), series(0, 6, 1)];
    const [v0, v1, v2] = [series(1, 5, 0), series(1, 5, 1), series(1, 5, 2)];
    const [u0, u1] = [series(2, 2, 0), series(2, 2, 1)];
    sums.p[0] += p0;
    sums.p[1] += c * p0 + p1;
    sums.v[0] += v0;
    sums.v[1] += c * v0 + v1;
    sums.v[2] += c * c * v0 + 2 * c * v1 + v2;
    sums.u[0] += u0;
    sums.u[1] += c * u0 + u1;
    sums.u[2] += c * (c * u0 + 2 * u1);
    sums.u[3] += c * c * (c * u0 + 3 * u1);
  }
  return sums;
}

/** p and its first five derivatives by the linear predictor. */
function derivativesOf(p: number): readonly number[] {
  const v = p * (1 - p);
  const tilt = 1 - 2 * p;
  return [p, v, v * tilt, v * (1 - 6 * v), v * tilt * (1 - 12 * v), v * (1 - 30 * v + 120 * v * v)];
}

/**
 * To the root of the score's expansion to second order: Newton's step, then Newton's method on the expansion. Undefined
 * where the information is singular or the step has no measure.
 */
function stepOf({ p, v, u }: Sums, { events, eventsX }: LineProblem): [number, number] | undefined {
  const g0 = events - p[0];
  const g1 = eventsX - p[1];
  const newton = solved(v, g0, g1);
  if (!(v[0] * v[2] - v[1] * v[1] > 1e-10 * v[0] * v[2])) return undefined;
  const length = Math.abs(newton[0]) + Math.abs(newton[1]);
  if (!(length < 1)) return length < 4 ? newton : undefined;
  let [d0, d1] = newton;
  for (let k = 0; k < 3; k++) {
    const r0 = g0 - v[0] * d0 - v[1] * d1 - 0.5 * (d0 * (u[0] * d0 + 2 * u[1] * d1) + u[2] * d1 * d1);
    const r1 = g1 - v[1] * d0 - v[2] * d1 - 0.5 * (d0 * (u[1] * d0 + 2 * u[2] * d1) + u[3] * d1 * d1);
    const slopeOfScore: Sums['v'] = [
      v[0] + u[0] * d0 + u[1] * d1,
      v[1] + u[1] * d0 + u[2] * d1,
      v[2] + u[2] * d0 + u[3] * d1,
    ];
    const [more0, more1] = solved(slopeOfScore, r0, r1);
    d0 += more0;
    d1 += more1;
  }
  const near = Math.abs(d0 - newton[0]) + Math.abs(d1 - newton[1]) < 0.5 * length;
  return near ? [d0, d1] : newton;
}

function solved([a, b, c]: Sums['v'], r0: number, r1: number): [number, number] {
  const determinant = a * c - b * b;
  return [(r0 * c - r1 * b) / determinant, (r1 * a - r0 * b) / determinant];
}
