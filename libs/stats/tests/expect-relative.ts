import { expect } from 'vitest';

/** |actual - expected| <= tolerance * |expected|, with both numbers in the failure. */
export function expectRelative(actual: number, expected: number, tolerance: number, what = ''): void {
  const error = actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
  if (!(error <= tolerance))
    expect.fail(`${what} ${actual}, expected ${expected}: relative error ${error} > ${tolerance}`);
}

/** The same for arrays, relative to the largest expected element. */
export function expectAllRelative(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = '',
): void {
  expect(actual.length, `${what} length`).toBe(expected.length);
  const size = Math.max(...Array.from(expected, Math.abs), Number.MIN_VALUE);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!) / size;
    if (!(error <= tolerance))
      expect.fail(
        `${what}[${i}] ${actual[i]}, expected ${expected[i]}: error ${error} of ${size} > ${tolerance}`,
      );
  }
}
