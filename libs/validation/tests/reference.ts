import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** What a committed runner wrote. */
export function readReference<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** Relative to the larger of the expected value and a floor, so that zero can be expected too. */
export function expectNear(got: number, expected: number, relative: number, what = ''): void {
  const allowed = relative * Math.max(Math.abs(expected), 1e-3);
  if (Math.abs(got - expected) <= allowed) return;
  expect.fail(`${what} got ${got}, expected ${expected}, allowed ${allowed}`);
}

export function expectAllNear(got: ArrayLike<number>, expected: ArrayLike<number>, relative: number): void {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < got.length; i++) expectNear(got[i], expected[i], relative, `at ${i}:`);
}

/** The result, or a failure that gives the reason. */
export function defined<T extends object>(result: T): Exclude<T, { readonly undefinedBecause: string }> {
  if ('undefinedBecause' in result) return expect.fail(`undefined: ${result.undefinedBecause}`);
  return result as Exclude<T, { readonly undefinedBecause: string }>;
}
