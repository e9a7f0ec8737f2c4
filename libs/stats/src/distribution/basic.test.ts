import { expect, test } from 'vitest';
import { createRandom, expit, fitLogistic, normalCdf, normalQuantile, studentQuantile } from '../index.ts';

test('the agreed interface works', () => {
  expect(normalCdf(-10)).toBeCloseTo(7.619853024160527e-24, 35);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
  expect(studentQuantile(0.975, 5)).toBeCloseTo(2.570581835636314, 13);
  const random = createRandom(1);
  const x = Float64Array.from({ length: 200 }, () => random.normal());
  const y = Float64Array.from(x, (v) => (random.uniform() < expit(0.3 + 1.2 * v) ? 1 : 0));
  expect(fitLogistic({ y, columns: [x] })).toMatchObject({ converged: true });
  expect(fitLogistic({ y, columns: [x, x.map((v) => 2 * v + 1)] })).toEqual({
    undefinedBecause: 'singular: columns are collinear',
  });
});
