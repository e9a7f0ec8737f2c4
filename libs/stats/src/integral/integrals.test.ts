import { describe, expect, test } from 'vitest';
import { expectAllRelative, expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { expit, gaussHermite, integrate, normalCdf } from '../index.ts';

const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

describe('integrate', () => {
  test('known integrals: smooth, peaked, singular at an end, infinite', () => {
    expectRelative(integrate(Math.exp, [0, 1]), Math.E - 1, 1e-14);
    expectRelative(integrate(Math.exp, [1, 0]), 1 - Math.E, 1e-14);
    expectRelative(
      integrate((x) => 1 / (1e-4 + x * x), [-1, 1]),
      200 * Math.atan(100),
      1e-10,
    );
    expectRelative(integrate(Math.sqrt, [0, 1]), 2 / 3, 1e-9);
    expectRelative(integrate(density, [-Infinity, Infinity]), 1, 1e-10);
    expectRelative(integrate(density, [1.3, Infinity]), normalCdf(-1.3), 1e-10);
    expectRelative(integrate(density, [-Infinity, -1.3]), normalCdf(-1.3), 1e-10);
    expect(integrate(() => 0, [0, 5])).toBe(0);
  });

  test('a function without an integral throws', () => {
    expect(() => integrate((x) => 1 / x, [-1, 1])).toThrow('integrate: f is not finite near 0');
  });
});

describe('gaussHermite', () => {
  test('agrees with numpy', () => {
    const { hermite } = fixture<{ hermite: { nodes: number[]; weights: number[] } }>('firth-and-multinomial');
    const rule = gaussHermite(20);
    expectAllRelative(rule.nodes, hermite.nodes, 1e-13);
    expectAllRelative(rule.weights, hermite.weights, 1e-13);
  });

  test('moments of the normal, and the mean risk of a normal linear predictor', () => {
    const { nodes, weights } = gaussHermite(40);
    const mean = (f: (z: number) => number) => nodes.reduce((total, z, i) => total + weights[i]! * f(z), 0);
    expectRelative(
      mean((z) => z ** 6),
      15,
      1e-12,
    );
    const risk = (z: number) => expit(-1 + 0.8 * z);
    expectRelative(
      mean(risk),
      integrate((z) => density(z) * risk(z), [-Infinity, Infinity]),
      1e-9,
    );
  });

  test('number of nodes is checked', () => {
    expect(() => gaussHermite(0)).toThrow('n must be in 1 .. 100 (0)');
  });
});
