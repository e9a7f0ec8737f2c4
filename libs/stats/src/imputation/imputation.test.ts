import { describe, expect, test } from 'vitest';
import {
  createRandom,
  leastSquares,
  linearDraw,
  normalVector,
  predictiveMeanMatching,
  sum,
} from '../index.ts';

const random = createRandom('imputation');
const n = 40;
const ones = new Float64Array(n).fill(1);
const x = Float64Array.from({ length: n }, () => random.normal());
const y = x.map((v) => 2 + 3 * v + random.normal());

const mean = (values: Float64Array) => sum(values) / values.length;
const covariance = (a: Float64Array, b: Float64Array) => {
  const [centreA, centreB] = [mean(a), mean(b)];
  return mean(a.map((v, i) => (v - centreA) * (b[i]! - centreB)));
};

test('normalVector has the mean and covariance asked for', () => {
  const stream = createRandom('vector');
  const draws = Array.from({ length: 20_000 }, () =>
    normalVector(Float64Array.of(1, -2), Float64Array.of(4, 1.5, 1.5, 1), stream),
  );
  const [first, second] = [0, 1].map((j) => Float64Array.from(draws, (draw) => draw[j]!)) as [
    Float64Array,
    Float64Array,
  ];
  expect(mean(first)).toBeCloseTo(1, 1);
  expect(mean(second)).toBeCloseTo(-2, 1);
  expect(Math.abs(covariance(first, first) - 4)).toBeLessThan(0.12);
  expect(Math.abs(covariance(first, second) - 1.5)).toBeLessThan(0.06);
  expect(Math.abs(covariance(second, second) - 1)).toBeLessThan(0.03);
  expect(() => normalVector(Float64Array.of(0, 0), Float64Array.of(1, 2, 2, 1), random)).toThrow(
    'not positive definite',
  );
});

describe('linearDraw', () => {
  test('centres on the least squares fit with the spread of its t posterior', () => {
    const fit = leastSquares([ones, x], y)!;
    const df = n - 2;
    const draws = Array.from({ length: 4000 }, (_, i) => {
      const draw = linearDraw([ones, x], y, createRandom('draw').fork(i));
      return 'undefinedBecause' in draw ? expect.fail(draw.undefinedBecause) : draw;
    });
    expect(draws[0]!.estimate).toEqual(fit.coefficients);
    const slopes = Float64Array.from(draws, (draw) => draw.coefficients[1]!);
    const variance = (fit.inverse[3]! * fit.residualSquares) / (df - 2);
    expect(Math.abs(mean(slopes) - fit.coefficients[1]!)).toBeLessThan(4 * Math.sqrt(variance / 4000));
    expect(covariance(slopes, slopes) / variance).toBeCloseTo(1, 1);
    const squares = Float64Array.from(draws, (draw) => fit.residualSquares / draw.sigma ** 2);
    expect(mean(squares) / df).toBeCloseTo(1, 1);
  });

  test('too few rows and collinear columns are reasons', () => {
    expect(linearDraw([ones.slice(0, 1)], y.slice(0, 1), random)).toEqual({
      undefinedBecause: '1 rows for 1 coefficients',
    });
    expect(linearDraw([ones, ones], y, random)).toEqual({
      undefinedBecause: 'singular: columns are collinear',
    });
  });
});

describe('predictiveMeanMatching', () => {
  const missing = { columns: [new Float64Array(3).fill(1), Float64Array.of(-1.5, 0, 1.5)] };
  const impute = (seed: string, donors?: number) => {
    const values = predictiveMeanMatching({ columns: [ones, x], y }, missing, {
      random: createRandom(seed),
      ...(donors && { donors }),
    });
    return 'undefinedBecause' in values ? expect.fail(values.undefinedBecause) : values;
  };

  test('imputes observed values that fit the prediction, repeatably', () => {
    const values = impute('a');
    for (const value of values) expect(y).toContain(value);
    expect(impute('a')).toEqual(values);
    const many = Array.from({ length: 400 }, (_, i) => impute(`many ${i}`));
    missing.columns[1]!.forEach((at, row) => {
      const average = mean(Float64Array.from(many, (one) => one[row]!));
      expect(Math.abs(average - (2 + 3 * at))).toBeLessThan(1.5);
    });
    expect(new Set(many.map((one) => one[1])).size).toBeGreaterThan(4);
  });

  test('with one donor the nearest prediction is taken', () => {
    const exact = predictiveMeanMatching(
      { columns: [Float64Array.of(1, 2, 3, 4, 5)], y: Float64Array.of(10, 20, 30, 40, 50.0001) },
      { columns: [Float64Array.of(-7, 2.9, 3.6, 99)] },
      { random: createRandom(1), donors: 1 },
    );
    expect(exact).toEqual(Float64Array.of(10, 30, 40, 50.0001));
  });

  test('donors is checked', () => {
    expect(() => impute('a', 0.5)).toThrow('donors must be a whole number >= 1 (0.5)');
  });
});
