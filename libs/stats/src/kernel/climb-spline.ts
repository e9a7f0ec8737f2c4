import { choleskyInPlace, choleskySolve } from '../matrix/cholesky.ts';
import type { SplineProblem } from './engine.ts';

const size = 4;
const mostPasses = 25;
/** Squared distance to the maximum in standard errors, before a last step that squares it again. */
const enough = 1e-4;

const cube = (x: number) => (x > 0 ? x * x * x : 0);

/** Curved term j (0 or 1) at x of a restricted cubic spline with four knots. */
export function curvedTerm(x: number, knots: Float64Array, j: number): number {
  const gap = knots[3]! - knots[2]!;
  const bend =
    cube(x - knots[j]!) -
    (cube(x - knots[2]!) * (knots[3]! - knots[j]!)) / gap +
    (cube(x - knots[3]!) * (knots[2]! - knots[j]!)) / gap;
  return bend / ((knots[3]! - knots[0]!) * (knots[3]! - knots[0]!));
}

/** Columns of the spline at every cell. */
export function placeSplineColumns({ x, curve1, curve2, knots }: SplineProblem): void {
  for (let c = 0; c < x.length; c++) {
    curve1[c] = curvedTerm(x[c]!, knots, 0);
    curve2[c] = curvedTerm(x[c]!, knots, 1);
  }
}

/** Newton's method from the linear predictor, which is moved: libs/stats/kernel/spline.ts. */
export function climbSpline(problem: SplineProblem): number {
  const information = new Float64Array(size * size);
  const target = new Float64Array(size);
  for (let passes = 1; passes <= mostPasses; passes++) {
    accumulate(problem, information, target);
    if (!choleskyInPlace(information, size, 1e-10)) return 0;
    choleskySolve(information, target);
    const distance = advance(problem, target);
    if (!(distance < Infinity)) return 0;
    if (distance >= enough) continue;
    problem.coefficients.set(target);
    return passes;
  }
  return 0;
}

/** Lower triangle of the information, and its product with the next coefficients. */
function accumulate(problem: SplineProblem, information: Float64Array, target: Float64Array): void {
  const { x, curve1, curve2, weight, events, linear, variance } = problem;
  information.fill(0);
  target.fill(0);
  const row = new Float64Array(size).fill(1);
  for (let c = 0; c < x.length; c++) {
    const risk = 1 / (1 + Math.exp(-linear[c]!));
    const spread = weight[c]! * risk * (1 - risk);
    const working = spread * linear[c]! + events[c]! - weight[c]! * risk;
    variance[c] = spread;
    row[1] = x[c]!;
    row[2] = curve1[c]!;
    row[3] = curve2[c]!;
    for (let i = 0; i < size; i++) {
      target[i]! += working * row[i]!;
      for (let j = 0; j <= i; j++) information[i * size + j]! += spread * row[i]! * row[j]!;
    }
  }
}

/** How far the linear predictor moves, squared, in standard errors. */
function advance({ x, curve1, curve2, linear, variance }: SplineProblem, b: Float64Array): number {
  let distance = 0;
  for (let c = 0; c < x.length; c++) {
    const next = b[0]! + b[1]! * x[c]! + b[2]! * curve1[c]! + b[3]! * curve2[c]!;
    distance += variance[c]! * (next - linear[c]!) ** 2;
    linear[c] = next;
  }
  return distance;
}
