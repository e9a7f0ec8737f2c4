import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { expectAllRelative, expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import {
  createRandom,
  expit,
  fitLogistic,
  type LogisticFit,
  restrictedCubicSpline,
  splineKnots,
} from '../index.ts';

interface Case {
  name: string;
  y: number[];
  columns: number[][];
  w?: number[];
  offset?: number[];
  intercept: boolean;
  coefficients: number[];
  covariance: number[];
  logLikelihood: number;
}

function fitted(data: Parameters<typeof fitLogistic>[0]): LogisticFit {
  const fit = fitLogistic(data);
  if ('undefinedBecause' in fit) return expect.fail(fit.undefinedBecause);
  return fit;
}

function dataOf(c: Case) {
  return {
    y: Float64Array.from(c.y),
    columns: c.columns.map((column) => Float64Array.from(column)),
    ...(Array.isArray(c.w) && { w: Float64Array.from(c.w) }),
    ...(Array.isArray(c.offset) && { offset: Float64Array.from(c.offset) }),
    ...(!c.intercept && { intercept: false as const }),
  };
}

const cases = fixture<Case[]>('logistic');

describe('agrees with glm', () => {
  test.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const fit = fitted(dataOf(c));
    const tolerance = c.name === 'column far from zero' ? 1e-7 : 1e-11;
    expectAllRelative(fit.coefficients, c.coefficients, tolerance, 'coefficients');
    expectAllRelative(fit.covariance, c.covariance, tolerance * 10, 'covariance');
    expectRelative(fit.logLikelihood, c.logLikelihood, tolerance === 1e-7 ? 1e-12 : 1e-13, 'log likelihood');
  });
});

test('starting at the maximum takes one step, and starting far away finds the same maximum', () => {
  const data = dataOf(cases.find((c) => c.name === 'three columns')!);
  const fit = fitted(data);
  const again = fitted({ ...data, start: fit.coefficients });
  expect(again.iterations).toBe(1);
  expectAllRelative(again.coefficients, fit.coefficients, 1e-14);
  const far = fitted({ ...data, start: Float64Array.of(9, -12, 7, 5) });
  expectAllRelative(far.coefficients, fit.coefficients, 1e-12);
});

test('the ridge maximum has zero penalised gradient', () => {
  const { y, columns } = dataOf(cases.find((c) => c.name === 'three columns')!);
  const ridge = 2.5;
  const b = fitted({ y, columns, ridge }).coefficients;
  const residual = y.map(
    (yi, i) => yi - expit(b[0]! + columns.reduce((eta, x, j) => eta + b[j + 1]! * x[i]!, 0)),
  );
  expect(Math.abs(residual.reduce((total, r) => total + r, 0))).toBeLessThan(1e-12);
  columns.forEach((x, j) => {
    const gradient = residual.reduce((total, r, i) => total + r * x[i]!, 0) - ridge * b[j + 1]!;
    expect(Math.abs(gradient)).toBeLessThan(1e-12);
  });
});

describe('data without a maximum say why', () => {
  const x = Float64Array.of(1, 2, 3, 4, 5, 6);
  const because = (data: Parameters<typeof fitLogistic>[0]) => {
    const fit = fitLogistic(data);
    return 'undefinedBecause' in fit ? fit.undefinedBecause : 'converged';
  };
  const separation = 'separation: the likelihood has no maximum';
  const mixed = Uint8Array.of(0, 1, 0, 1, 0, 1);

  test('no rows, also by weight', () => {
    expect(because({ y: new Uint8Array(0), columns: [] })).toBe('no rows');
    expect(because({ y: mixed, columns: [x], w: new Float64Array(6) })).toBe('no rows');
  });

  test('one class only', () => {
    expect(because({ y: new Uint8Array(6), columns: [x] })).toBe('no events');
    expect(because({ y: mixed, columns: [x], w: Float64Array.of(0, 1, 0, 1, 0, 1) })).toBe('no non-events');
  });

  test('complete separation', () => {
    expect(because({ y: Uint8Array.of(0, 0, 0, 1, 1, 1), columns: [x] })).toBe(separation);
    expect(because({ y: Uint8Array.of(0, 0, 0, 1, 1, 1), columns: [x, x.map((v) => v * v)] })).toBe(
      separation,
    );
  });

  test('quasi-complete separation: classes share one value', () => {
    const shared = Float64Array.of(1, 2, 3, 3, 4, 5);
    expect(because({ y: Uint8Array.of(0, 0, 0, 1, 1, 1), columns: [shared] })).toBe(separation);
    expect(because({ y: mixed, columns: [Float64Array.of(0, 1, 0, 1, 0, 0)] })).toBe(separation);
  });

  test('nearly separated data still have their maximum', () => {
    expect(because({ y: Uint8Array.of(0, 0, 1, 0, 1, 1), columns: [x] })).toBe('converged');
    const w = Float64Array.of(1e4, 1e4, 1e-3, 1e-3, 1e4, 1e4);
    expect(because({ y: Uint8Array.of(0, 0, 1, 0, 1, 1), columns: [x], w })).toBe('converged');
  });

  test('collinear and constant columns', () => {
    const singular = 'singular: columns are collinear';
    expect(because({ y: mixed, columns: [x, x.map((v) => 0.1 + 3 * v)] })).toBe(singular);
    expect(because({ y: mixed, columns: [new Float64Array(6).fill(0.1)] })).toBe(singular);
  });

  test('a ridge brings a maximum to both', () => {
    expect(because({ y: Uint8Array.of(0, 0, 0, 1, 1, 1), columns: [x], ridge: 1e-3 })).toBe('converged');
    expect(because({ y: mixed, columns: [x, x], ridge: 1e-3 })).toBe('converged');
  });
});

describe('invalid input throws', () => {
  const y = Uint8Array.of(0, 1);
  const bad = (more: object) => () => fitLogistic({ y, columns: [Float64Array.of(1, 2)], ...more });
  test.each([
    [{ columns: [Float64Array.of(1)] }, 'fitLogistic: column 1 has 1 rows, y has 2'],
    [{ columns: [Float64Array.of(1, Number.NaN)] }, 'fitLogistic: column is not finite (row 2)'],
    [{ w: Float64Array.of(1, -1) }, 'fitLogistic: w must be finite and >= 0 (row 2)'],
    [{ w: Float64Array.of(1, Infinity) }, 'fitLogistic: w must be finite and >= 0 (row 2)'],
    [{ offset: Float64Array.of(-Infinity, 0) }, 'fitLogistic: offset is not finite (row 1)'],
    [{ y: Float64Array.of(0, 2) }, 'fitLogistic: y must be in [0, 1] (row 2)'],
    [{ columns: [], intercept: false }, 'fitLogistic: neither an intercept nor a column'],
  ])('%o', (more, message) => expect(bad(more)).toThrow(message));
});

describe('properties', () => {
  const draw = (seed: number, n = 40) => {
    const random = createRandom(seed);
    const x = Float64Array.from({ length: n }, () => random.normal());
    const y = Uint8Array.from(x, (v) => (random.uniform() < expit(0.2 + v) ? 1 : 0));
    const w = Float64Array.from(x, () => random.integer(4));
    return { x, y, w, random };
  };

  property.prop([fc.nat()], { seed: 1, numRuns: 60 })('weight k is k copies of the row', (seed) => {
    const { x, y, w } = draw(seed);
    const copies = Array.from(w).flatMap((k, i) => new Array<number>(k).fill(i));
    const weighted = fitLogistic({ y, columns: [x], w });
    const copied = fitLogistic({
      y: Uint8Array.from(copies, (i) => y[i]!),
      columns: [Float64Array.from(copies, (i) => x[i]!)],
    });
    if ('undefinedBecause' in weighted) return expect(copied).toEqual(weighted);
    if ('undefinedBecause' in copied) return expect.fail(copied.undefinedBecause);
    expectAllRelative(weighted.coefficients, copied.coefficients, 1e-12);
    expectAllRelative(weighted.covariance, copied.covariance, 1e-12);
    expectRelative(weighted.logLikelihood, copied.logLikelihood, 1e-12);
  });

  property.prop([fc.nat()], { seed: 2, numRuns: 60 })('order of rows does not matter', (seed) => {
    const { x, y, w, random } = draw(seed);
    const order = Array.from(x, (_, i) => [random.uniform(), i] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, i]) => i);
    const fit = fitLogistic({ y, columns: [x], w });
    const shuffledFit = fitLogistic({
      y: Uint8Array.from(order, (i) => y[i]!),
      columns: [Float64Array.from(order, (i) => x[i]!)],
      w: Float64Array.from(order, (i) => w[i]!),
    });
    if ('undefinedBecause' in fit) return expect(shuffledFit).toEqual(fit);
    if ('undefinedBecause' in shuffledFit) return expect.fail(shuffledFit.undefinedBecause);
    expectAllRelative(shuffledFit.coefficients, fit.coefficients, 1e-12);
  });

  property.prop(
    [
      fc.nat(),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.double({ min: -100, max: 100, noNaN: true }),
    ],
    {
      seed: 3,
      numRuns: 40,
    },
  )('the likelihood does not know the unit of a column', (seed, unit, zero) => {
    const { x, y } = draw(seed);
    const fit = fitLogistic({ y, columns: [x] });
    const other = fitLogistic({ y, columns: [x.map((v) => v * unit + zero)] });
    if ('undefinedBecause' in fit || 'undefinedBecause' in other) return expect(other).toEqual(fit);
    expectRelative(other.coefficients[1]! * unit, fit.coefficients[1]!, 1e-7);
    expectRelative(other.logLikelihood, fit.logLikelihood, 1e-11);
  });
});

test('a spline of the linear predictor is fitted without loss', () => {
  const random = createRandom(5);
  const x = Float64Array.from({ length: 500 }, () => random.normal());
  const y = Uint8Array.from(x, (v) => (random.uniform() < expit(v) ? 1 : 0));
  const columns = restrictedCubicSpline(x, splineKnots(x.toSorted()));
  const fit = fitted({ y, columns });
  const residual = Float64Array.from(
    y,
    (yi, i) =>
      yi -
      expit(fit.coefficients[0]! + columns.reduce((eta, c, j) => eta + fit.coefficients[j + 1]! * c[i]!, 0)),
  );
  for (const column of columns)
    expect(Math.abs(residual.reduce((t, r, i) => t + r * column[i]!, 0))).toBeLessThan(1e-10);
});
