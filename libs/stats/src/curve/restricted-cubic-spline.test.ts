import { expect, test } from 'vitest';
import { expectAllRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { restrictedCubicSpline, splineKnots } from '../index.ts';

interface Case {
  x: number[];
  probabilities: number[];
  knots: number[];
  at: number[];
  basis: number[][];
}
const { spline } = fixture<{ spline: Case[] }>('quantiles-and-splines');

test.each(spline)('agrees with Hmisc rcspline.eval at quantiles $probabilities', (c) => {
  expectAllRelative(splineKnots(Float64Array.from(c.x), c.probabilities), c.knots, 1e-14, 'knots');
  const columns = restrictedCubicSpline(Float64Array.from(c.at), Float64Array.from(c.knots));
  expect(columns.length).toBe(c.basis.length);
  for (const [j, column] of columns.entries()) expectAllRelative(column, c.basis[j]!, 1e-13, `column ${j}`);
});

test('is linear beyond the outer knots', () => {
  const knots = Float64Array.of(0, 1, 3, 4);
  for (const column of restrictedCubicSpline(Float64Array.of(-7, -5, -3, 5, 7, 9), knots)) {
    expect(column[0]! - 2 * column[1]! + column[2]!).toBeCloseTo(0, 12);
    expect(column[3]! - 2 * column[4]! + column[5]!).toBeCloseTo(0, 12);
  }
});

test('knots that do not increase throw', () => {
  const x = Float64Array.of(1, 2);
  expect(() => restrictedCubicSpline(x, Float64Array.of(0, 1, 1))).toThrow(
    'knots must increase strictly (knots 2 and 3)',
  );
  expect(() => restrictedCubicSpline(x, Float64Array.of(0, 1))).toThrow('at least three knots needed (2)');
});
