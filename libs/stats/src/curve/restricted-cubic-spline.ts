import { quantile } from '../summary/quantile.ts';

const fourKnots = [0.05, 0.35, 0.65, 0.95];

/**
 * Knots at quantiles (type 7) of x; by default the four of Harrell (2015), table 2.3.
 *
 * @param sortedX ascending
 * @example
 * splineKnots(Float64Array.of(0, 1, 2, 3, 4), [0, 0.5, 1]) // => Float64Array.of(0, 2, 4)
 */
export function splineKnots(
  sortedX: Float64Array,
  probabilities: readonly number[] = fourKnots,
): Float64Array {
  return Float64Array.from(probabilities, (probability) => quantile(sortedX, probability));
}

/**
 * Basis of the restricted (natural) cubic spline, linear beyond the outer knots: x, then for each knot t_j but the
 * last two, with (u)+ = max(u, 0) and the whole divided by (t_k - t_1)^2 to stay on the scale of x,
 *
 *     (x - t_j)+^3 - (x - t_{k-1})+^3 (t_k - t_j) / (t_k - t_{k-1}) + (x - t_k)+^3 (t_{k-1} - t_j) / (t_k - t_{k-1})
 *
 * Harrell FE (2015). Regression modeling strategies, 2nd ed., section 2.4.5.
 *
 * @param knots at least three, strictly increasing
 * @returns k - 1 columns of the length of x
 * @example
 * restrictedCubicSpline(Float64Array.of(0, 1, 2), Float64Array.of(0, 1, 2))[1] // => Float64Array.of(0, 0.25, 1.5)
 */
export function restrictedCubicSpline(x: Float64Array, knots: Float64Array): Float64Array[] {
  checkKnots(knots);
  const k = knots.length;
  const first = knots[0]!;
  const last = knots[k - 1]!;
  const secondLast = knots[k - 2]!;
  const scale = 1 / (last - first) ** 2;
  const columns = [Float64Array.from(x)];
  for (let j = 0; j < k - 2; j++) {
    const knot = knots[j]!;
    const down = (last - knot) / (last - secondLast);
    const up = (secondLast - knot) / (last - secondLast);
    columns.push(
      x.map(
        (value) => scale * (cube(value - knot) - down * cube(value - secondLast) + up * cube(value - last)),
      ),
    );
  }
  return columns;
}

function cube(value: number): number {
  return value > 0 ? value * value * value : 0;
}

function checkKnots(knots: Float64Array): void {
  if (knots.length < 3)
    throw new RangeError(`restrictedCubicSpline: at least three knots needed (${knots.length})`);
  for (let j = 1; j < knots.length; j++)
    if (!(knots[j]! > knots[j - 1]!))
      throw new RangeError(`restrictedCubicSpline: knots must increase strictly (knots ${j} and ${j + 1})`);
}
