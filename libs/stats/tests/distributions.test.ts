import { describe, expect, test } from 'vitest';
import {
  betaCdf,
  betaQuantile,
  binomialCdf,
  chiSquareCdf,
  chiSquareQuantile,
  expit,
  gammaCdf,
  gammaQuantile,
  logGamma,
  logit,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from '../src/index.ts';
import { expectRelative } from './expect-relative.ts';
import { fixture } from './fixture.ts';

type Numeric = (...args: number[]) => number;
const upper = { tail: 'upper' } as const;

const functions: Record<string, Numeric> = {
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
  chiSquareCdf: (x, df) => chiSquareCdf(x!, df!),
  chiSquareUpper: (x, df) => chiSquareCdf(x!, df!, upper),
  chiSquareQuantile: (q, df) => chiSquareQuantile(q!, df!),
  gammaCdf: (x, shape) => gammaCdf(x!, shape!),
  gammaUpper: (x, shape) => gammaCdf(x!, shape!, upper),
  betaCdf: (x, a, b) => betaCdf(x!, a!, b!),
  betaUpper: (x, a, b) => betaCdf(x!, a!, b!, upper),
  betaQuantile,
  binomialCdf: (k, n, p) => binomialCdf(k!, n!, p!),
  logGamma,
  logit,
  expit,
};

function agreesWith(name: string, tolerance: number) {
  const cases = fixture<Record<string, number[][]>>(name);
  test.each(Object.keys(cases))(`%s, to ${tolerance}`, (key) => {
    for (const row of cases[key]!) {
      const args = row.slice(0, -1);
      expectRelative(functions[key]!(...args), row.at(-1)!, tolerance, `${key}(${args})`);
    }
  });
}

describe('agrees with R', () => agreesWith('distributions', 5e-13));
describe('agrees with 50-digit arithmetic', () => agreesWith('special-functions', 2e-14));

describe('quantiles invert distribution functions', () => {
  const probabilities = [1e-100, 1e-15, 0.004, 0.3, 0.5, 0.8, 0.9999];

  test.each([0.7, 3, 41.5])('student, gamma, beta with shape %f', (shape) => {
    for (const q of probabilities) {
      expectRelative(studentCdf(studentQuantile(q, shape), shape), q, 1e-12, `student ${q}`);
      expectRelative(gammaCdf(gammaQuantile(q, shape), shape), q, 1e-12, `gamma ${q}`);
      expectRelative(gammaCdf(gammaQuantile(q, shape, upper), shape, upper), q, 2e-12, `upper gamma ${q}`);
      expectRelative(betaCdf(betaQuantile(q, shape, 2), shape, 2), q, 2e-12, `beta ${q}`);
    }
  });

  test('normal', () => {
    for (const q of probabilities) expectRelative(normalCdf(normalQuantile(q)), q, 1e-12, String(q));
  });
});

test('ends of the scale are exact', () => {
  expect([normalQuantile(0), normalQuantile(1), studentQuantile(1, 3)]).toEqual([
    -Infinity,
    Infinity,
    Infinity,
  ]);
  expect([normalCdf(-Infinity), studentCdf(Infinity, 2), gammaCdf(Infinity, 2), betaCdf(1, 2, 3)]).toEqual([
    0, 1, 1, 1,
  ]);
  expect([binomialCdf(-1, 5, 0.2), binomialCdf(5, 5, 0.2), binomialCdf(5, 5, 0.2, upper)]).toEqual([0, 1, 0]);
  expect([
    binomialCdf(2, 5, 0),
    binomialCdf(2, 5, 1),
    binomialCdf(2, 5, 0, upper),
    binomialCdf(2, 5, 1, upper),
  ]).toEqual([1, 0, 0, 1]);
  expect([gammaQuantile(0, 3), gammaQuantile(1, 3), gammaQuantile(0, 3, upper)]).toEqual([
    0,
    Infinity,
    Infinity,
  ]);
  expect(studentCdf(1.3, Infinity)).toBe(normalCdf(1.3));
});

test('arguments outside the domain throw', () => {
  expect(() => normalQuantile(1.1)).toThrow('normalQuantile: q must be in [0, 1] (1.1)');
  expect(() => studentCdf(1, 0)).toThrow('studentCdf: df must be positive (0)');
  expect(() => betaCdf(0.5, 1, -2)).toThrow('betaCdf: shapes must be positive (1, -2)');
  expect(() => gammaCdf(Number.NaN, 1)).toThrow('not a number');
  for (const n of [2.5, -1]) expect(() => binomialCdf(1, n, 0.5)).toThrow('n must be a whole number >= 0');
  expect(() => logGamma(0)).toThrow('logGamma: x must be positive (0)');
});
