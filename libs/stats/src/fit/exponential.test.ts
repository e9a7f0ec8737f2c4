import { expect, test } from 'vitest';
import { createRandom } from '../index.ts';
import { exponential } from './exponential.ts';

test('is within two units of the last place of Math.exp', () => {
  const random = createRandom('exponential');
  for (let i = 0; i < 100_000; i++) {
    const x = (2 * random.uniform() - 1) ** 3 * 700;
    const error = Math.abs(exponential(x) - Math.exp(x)) / Math.exp(x);
    if (!(error <= 2 * Number.EPSILON)) expect.fail(`exp(${x}): relative error ${error}`);
  }
});

test('is exact at zero and held at the ends', () => {
  expect([exponential(0), exponential(-0)]).toEqual([1, 1]);
  expect([exponential(-Infinity), exponential(1e9)]).toEqual([exponential(-700), exponential(700)]);
});
