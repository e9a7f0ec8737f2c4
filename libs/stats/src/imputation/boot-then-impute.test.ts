import { expect, test } from 'vitest';
import { expectRelative } from '../../tests/expect-relative.ts';
import { betweenResamples, bootThenImpute, clustersOf, createRandom, sum } from '../index.ts';

const n = 80;
const random = createRandom('boot');
const values = Float64Array.from({ length: n }, () => random.normal());
const clusters = clustersOf(Array.from({ length: n }, (_, row) => row >> 1));

test('betweenResamples by hand', () => {
  const made = betweenResamples(
    [
      [1, 3],
      [5, 7],
      [6, 6],
    ],
    0.95,
  );
  if ('undefinedBecause' in made) return expect.fail(made.undefinedBecause);
  const within = 4 / 3;
  const mean = 14 / 3;
  const msb = (2 * ((2 - mean) ** 2 + (6 - mean) ** 2 * 2)) / 2;
  expectRelative(made.estimate, mean, 1e-15);
  const variance = (4 / 6) * msb - within / 2;
  expectRelative(made.variance, variance, 1e-14);
  expectRelative(made.df, variance ** 2 / (((4 / 6) * msb) ** 2 / 2 + (within / 2) ** 2 / 3), 1e-14);
  expect(betweenResamples([[1], [2]], 0.95)).toEqual({
    undefinedBecause: '2 resamples of 1 imputations: two of each are needed',
  });
});

test('nothing missing: the variance is that of the cluster bootstrap', () => {
  const made = bootThenImpute(
    clusters,
    (rows, { imputations }) =>
      Array.from({ length: imputations }, () => ({
        value: sum(Float64Array.from(rows, (row) => values[row]!)) / rows.length,
      })),
    { resamples: 1500, imputations: 2, confidence: 0.95, random: createRandom(3) },
  );
  if ('undefinedBecause' in made || 'undefinedBecause' in made.components) return expect.fail('undefined');
  const mean = sum(values) / n;
  const pairs = Array.from({ length: n / 2 }, (_, k) => values[2 * k]! + values[2 * k + 1]! - 2 * mean);
  const variance = pairs.reduce((total, value) => total + value * value, 0) / n ** 2;
  expect(made.failed).toBe(0);
  expect(Math.abs(made.components.variance / variance - 1)).toBeLessThan(0.12);
  expect(made.percentile.lower).toBeCloseTo(made.components.interval.lower, 1);
});

test('resamples without an estimate are counted, and most of them failing is a reason', () => {
  const some = (share: number) =>
    bootThenImpute(
      clusters,
      (_, options) => [options.random.uniform() < share ? { undefinedBecause: 'no events' } : { value: 1 }],
      { resamples: 40, imputations: 1, confidence: 0.9, random: createRandom(1) },
    );
  const few = some(0.2);
  if ('undefinedBecause' in few) return expect.fail(few.undefinedBecause);
  expect(few.failed).toBeGreaterThan(0);
  expect(few.replicates.length).toBe(40 - few.failed);
  expect(few.components).toHaveProperty('undefinedBecause');
  expect(some(1)).toEqual({ undefinedBecause: 'no events (in 40 of 40 resamples)' });
});
