import { createRandom } from '@raredx/stats';
import { expect, test } from 'vitest';
import { permutationImportance, risksOf } from './permutation-importance.ts';

const size = 400;
const random = createRandom('importance');
const draws = createRandom('columns');
const strong = Float64Array.from({ length: size }, () => 4 * draws.uniform() - 2);
const nothing = Float64Array.from({ length: size }, () => 2 * draws.uniform() - 1);
const parts = {
  intercept: -0.5,
  predictors: [
    { name: 'strong', adds: strong },
    { name: 'unused', adds: new Float64Array(size) },
    { name: 'noise', adds: nothing.map((x) => 0.05 * x) },
  ],
};
const y = Uint8Array.from(strong, (x) => (draws.uniform() < 1 / (1 + Math.exp(0.5 - x)) ? 1 : 0));
const patient = Uint32Array.from({ length: size }, (_, i) => i);
const options = { permutations: 10, resamples: 100, confidence: 0.95, random };

test('what carries the outcome weighs, what is not used weighs exactly nothing', () => {
  const [first, unused, noise] = permutationImportance(parts, { y, patient }, options);
  expect(first!.importance).toBeGreaterThan(0.2);
  expect(first!.lower!).toBeGreaterThan(0.1);
  expect(unused).toEqual({ feature: 'unused', importance: 0, lower: 0, upper: 0 });
  expect(Math.abs(noise!.importance)).toBeLessThan(0.01);
});

test('the same numbers again, and others by another stream', () => {
  const again = permutationImportance(parts, { y, patient }, options);
  expect(permutationImportance(parts, { y, patient }, options)).toEqual(again);
  const other = { ...options, random: createRandom('other') };
  expect(permutationImportance(parts, { y, patient }, other)).not.toEqual(again);
});

test('patients with several samples are drawn whole: the interval is that of patients', () => {
  const pairs = Uint32Array.from({ length: size }, (_, i) => Math.floor(i / 20));
  const [whole] = permutationImportance(parts, { y, patient }, options);
  const [clustered] = permutationImportance(parts, { y, patient: pairs }, options);
  expect(clustered!.importance).toBe(whole!.importance);
  expect([clustered!.lower, clustered!.upper]).not.toEqual([whole!.lower, whole!.upper]);
});

test('one class has no interval; risks are those of the score', () => {
  const [only] = permutationImportance(parts, { y: new Uint8Array(size), patient }, options);
  expect([only!.lower, only!.upper]).toEqual([null, null]);
  expect(risksOf(parts)[0]).toBeCloseTo(1 / (1 + Math.exp(0.5 - strong[0]! - 0.05 * nothing[0]!)), 12);
});
