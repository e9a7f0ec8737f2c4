import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Estimate } from '@raredx/stats';
import { expect, test } from 'vitest';
import type { Judged } from '../src/judged.ts';

const fixtures = new URL('../fixtures/', import.meta.url);
const sharedData = new URL('../../../../shared/data/golden/', import.meta.url);

/** Whether the reference data that are not part of the repository lie beside it. */
export const goldenAbsent = !existsSync(sharedData);

export interface Fixture<T> {
  readonly tool: string;
  readonly package: string;
  readonly generator: string;
  readonly expected: Readonly<Record<string, T | null>>;
}

export function readFixture<T>(name: string): Fixture<T> {
  return JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8'));
}

/** A fixture of another shape than a number a case. */
export function readDocument<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8'));
}

export function fixtureExists(file: string): boolean {
  return existsSync(fileURLToPath(new URL(file, fixtures)));
}

type Rows = { readonly y: number[]; readonly p: number[]; readonly w?: number[] };

/** The rows that every fixture was computed from. */
export const cases: Readonly<Record<string, Judged>> = Object.fromEntries(
  Object.entries(
    (JSON.parse(readFileSync(new URL('cases.json', fixtures), 'utf8')) as { cases: Record<string, Rows> })
      .cases,
  ).map(([name, rows]) => [name, judged(rows.y, rows.p, rows.w)]),
);

/** Rows from plain arrays. */
export function judged(y: ArrayLike<number>, p: ArrayLike<number>, w?: ArrayLike<number>): Judged {
  return { y: Uint8Array.from(y), p: Float64Array.from(p), ...(w ? { w: Float64Array.from(w) } : {}) };
}

/** A CSV of numbers beside the repository, by column; quotes are dropped. */
export function goldenColumns(file: string): Record<string, string[]> {
  const [head = [], ...rows] = readFileSync(new URL(file, sharedData), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.replaceAll('"', '').split(','));
  return Object.fromEntries(head.map((name, at) => [name, rows.map((row) => row[at] ?? '')]));
}

/** y and p of a file of predictions beside the repository. */
export function goldenJudged(file: string): Judged {
  const { y = [], p = [] } = goldenColumns(file);
  return judged(y.map(Number), p.map(Number));
}

/** Relative to the larger of the expected value and `floor`, so that zero can be expected too. */
export function expectClose(got: number, expected: number, relative: number, what = ''): void {
  const difference = Math.abs(got - expected);
  const allowed = relative * Math.max(Math.abs(expected), 1e-3);
  if (difference <= allowed) return;
  expect.fail(`${what} got ${got}, expected ${expected}, Δ ${difference}, allowed ${allowed}`);
}

/** The value, or a failure that gives the reason. */
export function estimated(estimate: Estimate): number {
  if ('undefinedBecause' in estimate) expect.fail(`undefined: ${estimate.undefinedBecause}`);
  return estimate.value;
}

/** The result, or a failure that gives the reason. */
export function defined<T extends object>(result: T | { undefinedBecause: string }): T {
  if ('undefinedBecause' in result) expect.fail(`undefined: ${result.undefinedBecause}`);
  return result;
}

/** One test a case: `answer` against the fixture, number by number. Null in the fixture: the reference has no answer. */
export function itMatchesFixture<T>(
  name: string,
  relative: number,
  answer: (data: Judged) => T | { undefinedBecause: string },
): void {
  const fixture = readFixture<T>(name);
  const known = Object.entries(fixture.expected).filter(([, expected]) => expected !== null);
  test.each(known)(`${fixture.package}: %s`, (label, expected) => {
    const data = cases[label];
    if (!data) return expect.fail(`no case ${label}`);
    compareDeep(answer(data), expected, { relative, what: label });
  });
}

function compareDeep(got: unknown, expected: unknown, how: { relative: number; what: string }): void {
  if (expected === null) return;
  if (typeof expected === 'number') {
    if (typeof got !== 'number') expect.fail(`${how.what}: got ${JSON.stringify(got)}, expected ${expected}`);
    else expectClose(got, expected, how.relative, how.what);
    return;
  }
  for (const [key, value] of Object.entries(expected as object)) {
    compareDeep((got as Record<string, unknown>)[key], value, { ...how, what: `${how.what}.${key}` });
  }
}

/** For metrics: the fixture holds bare numbers. */
export function itMatchesMetric(name: string, relative: number, metric: (data: Judged) => Estimate): void {
  itMatchesFixture<number>(name, relative, (data) => estimated(metric(data)));
}
