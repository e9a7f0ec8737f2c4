import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { createRandom, shuffled, sum } from '../index.ts';

test('small terms survive large ones that cancel', () => {
  expect(sum([1, 1e100, 1, -1e100])).toBe(2);
  expect(sum(new Float64Array(1e6).fill(0.1))).toBe(100000);
  expect(sum([])).toBe(0);
  expect(sum([Infinity, 1])).toBe(Infinity);
});

// Whole multiples of 2^-40 below 2^60 have a sum that 53 + 53 bits hold exactly: the reference is BigInt arithmetic.
property.prop([fc.array(fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n }), { maxLength: 200 }), fc.nat()], {
  seed: 4,
})('equals exact arithmetic rounded once, in any order', (parts, seed) => {
  const exact = Number(parts.reduce((total, part) => total + part, 0n)) * 2 ** -40;
  const values = Float64Array.from(parts, (part) => Number(part) * 2 ** -40);
  const order = shuffled(values.length, createRandom(seed));
  expect(sum(values)).toBe(exact);
  expect(sum(Float64Array.from(order, (i) => values[i]!))).toBe(exact);
});
