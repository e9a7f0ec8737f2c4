import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { createRandom, invertSymmetric, solveSymmetric } from '../index.ts';

/** B B' + I: symmetric, positive definite, well conditioned. */
function positiveDefinite(k: number, seed: number): Float64Array {
  const random = createRandom(seed);
  const b = Float64Array.from({ length: k * k }, () => random.normal());
  const a = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      a[i * k + j] = i === j ? 1 : 0;
      for (let m = 0; m < k; m++) a[i * k + j]! += b[i * k + m]! * b[j * k + m]!;
    }
  return a;
}

property.prop([fc.integer({ min: 1, max: 8 }), fc.nat()], { seed: 1 })(
  'a times solution and inverse gives back b and I',
  (k, seed) => {
    const a = positiveDefinite(k, seed);
    const random = createRandom(seed).fork('b');
    const b = Float64Array.from({ length: k }, () => random.normal());
    const x = solveSymmetric(a, b)!;
    const inverse = invertSymmetric(a, k)!;
    for (let i = 0; i < k; i++) {
      const row = a.subarray(i * k, (i + 1) * k);
      expect(row.reduce((total, value, m) => total + value * x[m]!, 0)).toBeCloseTo(b[i]!, 11);
      for (let j = 0; j < k; j++)
        expect(row.reduce((total, value, m) => total + value * inverse[m * k + j]!, 0)).toBeCloseTo(
          i === j ? 1 : 0,
          11,
        );
    }
  },
);

test('singular and indefinite matrices have no solution', () => {
  expect(solveSymmetric(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 1))).toBeUndefined();
  expect(invertSymmetric(Float64Array.of(0, 0, 0, 1), 2)).toBeUndefined();
  expect(invertSymmetric(Float64Array.of(1, 0, 0, -1), 2)).toBeUndefined();
});

test('a matrix of the wrong size throws', () => {
  expect(() => solveSymmetric(new Float64Array(3), new Float64Array(2))).toThrow(
    'a has 3 elements, not 2 squared',
  );
});
