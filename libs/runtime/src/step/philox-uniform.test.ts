import { expect, it } from 'vitest';
import { philoxUniform } from './philox-uniform.ts';

it('gives what tf.random.stateless_uniform of TensorFlow 2.21 gives', () => {
  // python: [float(v) for v in tf.random.stateless_uniform([6], seed=[1, 2], alg='philox')]
  const python = [
    0.8440604209899902, 0.19204533100128174, 0.9962232112884521, 0.16038739681243896, 0.27199018001556396,
    0.6493459939956665,
  ];
  expect([...philoxUniform([1, 2], 6)]).toEqual(python.map(Math.fround));
});

it('is uniform: mean 1/2, variance 1/12, and none outside [0, 1)', () => {
  const values = philoxUniform([-3, 2 ** 31 - 1], 100_000);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(1 / 2, 2);
  expect(variance).toBeCloseTo(1 / 12, 3);
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
});

it('starts alike however many are drawn, and differs by each part of the key', () => {
  expect(philoxUniform([5, 6], 9).subarray(0, 4)).toEqual(philoxUniform([5, 6], 4));
  expect(philoxUniform([5, 6], 4)).not.toEqual(philoxUniform([6, 5], 4));
  expect(philoxUniform([5, 6], 4)).not.toEqual(philoxUniform([5, 7], 4));
});
