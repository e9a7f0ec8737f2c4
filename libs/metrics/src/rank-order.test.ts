import { createRandom } from '@raredx/stats';
import { describe, expect, test } from 'vitest';
import { rankOrder } from './rank-order.ts';

function slowOrder(p: Float64Array): number[] {
  return Array.from(p.keys()).sort((a, b) => (p[a] as number) - (p[b] as number) || a - b);
}

describe('by hand', () => {
  test('three rows', () => {
    expect(rankOrder(Float64Array.of(0.9, 0.1, 0.5))).toEqual(Uint32Array.of(1, 2, 0));
  });
});

describe('properties', () => {
  const random = createRandom(1);
  const many = Float64Array.from({ length: 5000 }, () => random.uniform());
  test.each([
    ['uniform', many],
    ['ties, which keep the order of rows', many.map((p) => Math.round(p * 20) / 20)],
    ['tiny and huge', many.map((p) => p ** 60)],
    ['next to 1', many.map((p) => 1 - p * 1e-13)],
    ['denormals', many.map((p) => p * 1e-310)],
    ['0, −0 and 1', many.map((p) => (p < 0.3 ? -0 : p < 0.6 ? 0 : 1))],
    ['few', many.slice(0, 50)],
    ['none', new Float64Array(0)],
  ])('agrees with a comparison sort: %s', (_, p) => {
    expect(Array.from(rankOrder(p))).toEqual(slowOrder(p));
  });
});

describe('invalid', () => {
  test.each([10, 500])('p outside [0, 1] or NaN among %s', (length) => {
    const p = new Float64Array(length).fill(0.5);
    p[3] = Number.NaN;
    expect(() => rankOrder(p)).toThrow('rank order: p outside [0, 1] (first: row 3, p = NaN)');
    p[3] = -0.1;
    expect(() => rankOrder(p)).toThrow('p = -0.1');
  });
});
