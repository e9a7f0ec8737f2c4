import { describe, expect, test } from 'vitest';
import { bootstrapCounts, chiSquareCdf, createRandom, shuffled, sum } from '../index.ts';

const drawn = (seed: number | string, count = 8) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
};

/** p-value that the counts come from equal probabilities. */
function uniformity(counts: Float64Array): number {
  const expected = sum(counts) / counts.length;
  return chiSquareCdf(sum(counts.map((count) => (count - expected) ** 2 / expected)), counts.length - 1, {
    tail: 'upper',
  });
}

describe('streams', () => {
  test('are fixed for ever: a change of these numbers changes every published interval', () => {
    expect(drawn(1, 3)).toMatchInlineSnapshot(`
      [
        0.6315946248174683,
        0.6112565790350176,
        0.9783141871039865,
      ]
    `);
    expect(drawn('wilms', 2)).toMatchInlineSnapshot(`
      [
        0.4697069559039162,
        0.23338497700685457,
      ]
    `);
    expect(createRandom(1).fork('bootstrap').fork(17).normal()).toMatchInlineSnapshot(
      `-0.033967887793447796`,
    );
    expect(Array.from(shuffled(10, createRandom(3)))).toMatchInlineSnapshot(`
      [
        9,
        5,
        4,
        1,
        0,
        8,
        6,
        3,
        2,
        7,
      ]
    `);
  });

  test('a fork depends on names alone, not on what was read before it', () => {
    const fresh = createRandom(5);
    const used = createRandom(5);
    for (let i = 0; i < 13; i++) used.uniform();
    used.fork('other').normal();
    expect(used.fork('a').fork(2).uniform()).toBe(fresh.fork('a').fork(2).uniform());
    expect(fresh.fork(2).uniform()).toBe(createRandom(5).fork('2').uniform());
  });

  test('different seeds and paths give different streams', () => {
    const base = createRandom(0);
    const streams = [
      base,
      createRandom(1),
      createRandom(''),
      createRandom('00'),
      base.fork('a').fork('b'),
      base.fork('ab'),
      base.fork(''),
      base.fork('').fork(''),
      base.fork('b').fork('a'),
      base.fork('a\0'),
      base.fork('a'),
    ];
    for (let i = 0; i < 2000; i++) streams.push(base.fork(i));
    expect(new Set(streams.map((random) => random.uniform())).size).toBe(streams.length);
  });

  test('a seed that is not a number throws', () => {
    expect(() => createRandom(Number.NaN)).toThrow('createRandom: seed must be finite (NaN)');
  });
});

describe('draws', () => {
  test('uniform: in [0, 1), equidistributed, first draws of forks as well as one stream', () => {
    const along = new Float64Array(64);
    const across = new Float64Array(64);
    const random = createRandom('uniform');
    for (let i = 0; i < 50_000; i++) {
      along[Math.floor(random.uniform() * 64)]! += 1;
      across[Math.floor(random.fork(i).uniform() * 64)]! += 1;
    }
    expect(uniformity(along)).toBeGreaterThan(1e-4);
    expect(uniformity(across)).toBeGreaterThan(1e-4);
  });

  test('integer: every value equally often, also near 2^32', () => {
    const random = createRandom('integer');
    for (const below of [1, 2, 7, 100, 3e9, 2 ** 32]) {
      const bins = new Float64Array(Math.min(below, 50));
      for (let i = 0; i < 20_000; i++) {
        const value = random.integer(below);
        if (!(Number.isInteger(value) && value >= 0 && value < below))
          expect.fail(`${value} is not below ${below}`);
        bins[Math.floor((value * bins.length) / below)]! += 1;
      }
      if (below > 1) expect(uniformity(bins), `below ${below}`).toBeGreaterThan(1e-4);
    }
    for (const below of [0, 1.5, -3, 2 ** 33])
      expect(() => random.integer(below)).toThrow('below must be an integer');
  });

  test('integers: the same numbers as one by one, from any position, rejections included', () => {
    for (const below of [3, 1000, 2_000_000, 3e9]) {
      const bulk = createRandom('bulk');
      const single = createRandom('bulk');
      for (const length of [1, 2, 7, 64, 5, 1001]) {
        const expected = Array.from({ length }, () => single.integer(below));
        expect(Array.from(bulk.integers(below, new Uint32Array(length)))).toEqual(expected);
      }
      expect(bulk.uniform()).toBe(single.uniform());
    }
  });

  test('normal: mean, variance and tail', () => {
    const random = createRandom('normal');
    const values = Float64Array.from({ length: 100_000 }, () => random.normal());
    expect(Math.abs(sum(values) / 1e5)).toBeLessThan(0.015);
    expect(Math.abs(sum(values.map((v) => v * v)) / 1e5 - 1)).toBeLessThan(0.02);
    expect(Math.abs(values.filter((v) => v > 1.96).length / 1e5 - 0.025)).toBeLessThan(0.002);
  });
});

test('shuffled: every order of three equally often', () => {
  const random = createRandom('shuffled');
  const counts = new Float64Array(6);
  for (let i = 0; i < 12_000; i++) {
    const [a, b] = shuffled(3, random);
    counts[a! * 2 + (b! > a! ? b! - 1 : b!)]! += 1;
  }
  expect(uniformity(counts)).toBeGreaterThan(1e-4);
});

test('bootstrapCounts: sums to n, each unit once on average, variance 1 - 1/n, buffer reused', () => {
  const n = 20;
  const into = new Float64Array(n);
  const totals = new Float64Array(n);
  let squares = 0;
  for (let b = 0; b < 4000; b++) {
    const counts = bootstrapCounts(n, createRandom('counts').fork(b), into);
    expect(counts).toBe(into);
    expect(sum(counts)).toBe(n);
    counts.forEach((count, i) => {
      totals[i]! += count;
      squares += (count - 1) ** 2;
    });
  }
  expect(uniformity(totals)).toBeGreaterThan(1e-4);
  expect(squares / (4000 * n)).toBeCloseTo(1 - 1 / n, 1);
  expect(() => bootstrapCounts(3, createRandom(1), into)).toThrow('into has length 20, not 3');
});
