import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { expectAllRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { createRandom, isotonic, isotonicAt, loess, shuffled } from '../index.ts';

interface Rows {
  x: number[];
  y: number[];
  w?: number[];
}
const fromR = fixture<{
  loess: Rows & { at: number[]; fits: { span: number; degree: 0 | 1 | 2; value: number[] }[] };
  isotonic: Rows & { fitted: number[] };
}>('curves-and-matrices');
const fromSklearn = fixture<{ isotonic: Rows & { at: number[]; fitted: number[] } }>('firth-and-multinomial');

const columns = (c: Rows) => ({
  x: Float64Array.from(c.x),
  y: Float64Array.from(c.y),
  ...(c.w && { w: Float64Array.from(c.w) }),
});

function weightedRows(seed: number, n = 30) {
  const random = createRandom(seed);
  const x = Float64Array.from({ length: n }, () => random.integer(40) / 4);
  const y = Float64Array.from(x, () => random.normal());
  const w = Float64Array.from(x, () => 1 + random.integer(3));
  const copies = Array.from(w).flatMap((k, i) => new Array<number>(k).fill(i));
  return {
    weighted: { x, y, w },
    copied: { x: Float64Array.from(copies, (i) => x[i]!), y: Float64Array.from(copies, (i) => y[i]!) },
  };
}

describe('loess', () => {
  test.each(fromR.loess.fits)('agrees with R, span $span, degree $degree', ({ span, degree, value }) => {
    const fit = loess(columns(fromR.loess), { at: Float64Array.from(fromR.loess.at), span, degree });
    if ('undefinedBecause' in fit) return expect.fail(fit.undefinedBecause);
    expectAllRelative(fit, value, 1e-10);
  });

  property.prop([fc.nat()], { seed: 1, numRuns: 30 })('weight k is k copies of the row', (seed) => {
    const { weighted, copied } = weightedRows(seed);
    const at = Float64Array.of(0, 3.1, 7, 10);
    const fit = loess(weighted, { at });
    if ('undefinedBecause' in fit) return expect(loess(copied, { at })).toEqual(fit);
    expectAllRelative(fit, loess(copied, { at }) as Float64Array, 1e-9);
  });

  test('a parabola is reproduced exactly', () => {
    const x = Float64Array.from({ length: 20 }, (_, i) => i / 3);
    const fit = loess({ x, y: x.map((v) => 1 + v - 2 * v * v) }, { at: Float64Array.of(0.2, 5) });
    expectAllRelative(fit as Float64Array, [1 + 0.2 - 0.08, 1 + 5 - 50], 1e-12);
  });

  test('too few rows or distinct values are a reason', () => {
    const two = { x: Float64Array.of(1, 2), y: [0, 1] };
    expect(loess(two, { at: Float64Array.of(1) })).toEqual({ undefinedBecause: '1 rows in a neighbourhood' });
    const flat = { x: Float64Array.of(1, 1, 1, 1, 9), y: [0, 1, 0, 1, 1] };
    expect(loess(flat, { at: Float64Array.of(1) })).toEqual({
      undefinedBecause: 'a neighbourhood has fewer than 4 distinct values',
    });
  });

  test('invalid input throws', () => {
    const x = Float64Array.of(1, 2, 3, 4);
    expect(() => loess({ x, y: [1] }, { at: x })).toThrow('loess: x (4), y (1) and w differ in length');
    expect(() => loess({ x, y: [1, Number.NaN, 0, 1] }, { at: x })).toThrow('finite and w >= 0 (row 2)');
    expect(() => loess({ x, y: x }, { at: x, span: 2 })).toThrow('span must be in (0, 1] (2)');
  });
});

describe('isotonic', () => {
  test('agrees with R isoreg', () => {
    const { fitted } = isotonic(columns(fromR.isotonic));
    expectAllRelative(fitted, fromR.isotonic.fitted, 1e-14);
  });

  test('agrees with scikit-learn, ties and weights included', () => {
    const curve = isotonic(columns(fromSklearn.isotonic));
    expect(Array.from(curve.x)).toEqual(fromSklearn.isotonic.at);
    expectAllRelative(curve.fitted, fromSklearn.isotonic.fitted, 1e-14);
  });

  property.prop([fc.nat()], { seed: 2, numRuns: 50 })(
    'never falls, keeps the mean, is blind to order, and weight k is k copies',
    (seed) => {
      const { weighted, copied } = weightedRows(seed);
      const { x, fitted } = isotonic(weighted);
      for (let i = 1; i < fitted.length; i++) expect(fitted[i]!).toBeGreaterThanOrEqual(fitted[i - 1]!);
      const residual = weighted.x.reduce(
        (total, v, i) => total + weighted.w[i]! * (weighted.y[i]! - isotonicAt({ x, fitted }, v)),
        0,
      );
      expect(Math.abs(residual)).toBeLessThan(1e-12);
      expectAllRelative(isotonic(copied).fitted, fitted, 1e-12);
      const order = shuffled(weighted.x.length, createRandom(seed));
      const moved = { x: weighted.x.slice(), y: weighted.y.slice(), w: weighted.w.slice() };
      order.forEach((from, to) => {
        moved.x[to] = weighted.x[from]!;
        moved.y[to] = weighted.y[from]!;
        moved.w[to] = weighted.w[from]!;
      });
      expectAllRelative(isotonic(moved).fitted, fitted, 1e-12);
    },
  );

  test('columns of unequal length throw', () => {
    const x = Float64Array.of(1, 2);
    for (const wrong of [
      { x, y: [1] },
      { x, y: [1, 0], w: Float64Array.of(1) },
    ])
      expect(() => isotonic(wrong)).toThrow('and w differ in length');
  });

  test('reads the step at, between and outside the values', () => {
    const curve = { x: Float64Array.of(1, 2, 4), fitted: Float64Array.of(0.1, 0.5, 0.9) };
    expect([0, 1, 1.9, 2, 3.9, 4, 9].map((x) => isotonicAt(curve, x))).toEqual([
      0.1, 0.1, 0.1, 0.5, 0.5, 0.9, 0.9,
    ]);
  });
});
