import { describe, expect, test } from 'vitest';
import { expectAllRelative, expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { createRandom, leastSquares, symmetricEigen } from '../index.ts';

const reference = fixture<{
  linear: {
    columns: number[][];
    y: number[];
    w: number[];
    coefficients: number[];
    inverse: number[];
    rss: number;
  };
  eigen: { matrix: number[]; values: number[] }[];
}>('curves-and-matrices');

describe('leastSquares', () => {
  test('agrees with lm, weights and a column far from zero included', () => {
    const { columns, y, w, coefficients, inverse, rss } = reference.linear;
    const fit = leastSquares(
      columns.map((c) => Float64Array.from(c)),
      Float64Array.from(y),
      Float64Array.from(w),
    );
    expectAllRelative(fit!.coefficients, coefficients, 1e-9, 'coefficients');
    expectAllRelative(fit!.inverse, inverse, 1e-9, 'inverse');
    expectRelative(fit!.residualSquares, rss, 1e-12, 'residual squares');
  });

  test('dependent columns and too few rows have no solution', () => {
    const x = Float64Array.of(1, 2, 3);
    expect(leastSquares([x, x.map((v) => 2 * v)], x)).toBeUndefined();
    expect(leastSquares([new Float64Array(3)], x)).toBeUndefined();
    expect(leastSquares([x.slice(0, 1), Float64Array.of(5)], x.slice(0, 1))).toBeUndefined();
  });

  test('values that are not finite throw', () => {
    expect(() => leastSquares([Float64Array.of(1, Infinity)], Float64Array.of(1, 2))).toThrow(
      'column 1 has not 2 finite values',
    );
  });
});

describe('symmetricEigen', () => {
  test('agrees with R eigen, small eigenvalues to their own precision', () => {
    for (const c of reference.eigen) {
      const { values } = symmetricEigen(Float64Array.from(c.matrix), c.values.length);
      expectAllRelative(values, c.values, 1e-14);
    }
  });

  test('vectors are orthonormal and take the matrix apart', () => {
    const k = 12;
    const random = createRandom('eigen');
    const a = new Float64Array(k * k);
    for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) a[i * k + j] = a[j * k + i] = random.normal();
    const { values, vectors } = symmetricEigen(a, k);
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++) {
        const inner = vectors[i]!.reduce((total, value, m) => total + value * vectors[j]![m]!, 0);
        expect(inner).toBeCloseTo(i === j ? 1 : 0, 13);
        const rebuilt = values.reduce(
          (total, value, m) => total + value * vectors[m]![i]! * vectors[m]![j]!,
          0,
        );
        expect(rebuilt).toBeCloseTo(a[i * k + j]!, 12);
      }
  });

  test('a matrix of the wrong size throws', () => {
    expect(() => symmetricEigen(new Float64Array(3), 2)).toThrow('matrix has 3 elements, not 2 squared');
  });
});
