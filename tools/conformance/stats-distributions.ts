import {
  betaCdf,
  betaQuantile,
  binomialCdf,
  chiSquareCdf,
  chiSquareQuantile,
  expit,
  gammaCdf,
  logGamma,
  logit,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from '@raredx/stats';
import type { Comparison } from './comparison.ts';
import { reference } from './reference.ts';

const upper = { tail: 'upper' } as const;

/** Keys of the fixture, what the page calls them, and ours; the last number of a case is the answer. */
const functions: Readonly<Record<string, readonly [name: string, of: (...args: number[]) => number]>> = {
  normalCdf: ['normalCdf', (x) => normalCdf(x!)],
  normalQuantile: ['normalQuantile', (q) => normalQuantile(q!)],
  studentCdf: ['studentCdf', (x, df) => studentCdf(x!, df!)],
  studentQuantile: ['studentQuantile', (q, df) => studentQuantile(q!, df!)],
  chiSquareCdf: ['chiSquareCdf', (x, df) => chiSquareCdf(x!, df!)],
  chiSquareUpper: ['chiSquareCdf, upper tail', (x, df) => chiSquareCdf(x!, df!, upper)],
  chiSquareQuantile: ['chiSquareQuantile', (q, df) => chiSquareQuantile(q!, df!)],
  gammaCdf: ['gammaCdf', (x, shape) => gammaCdf(x!, shape!)],
  gammaUpper: ['gammaCdf, upper tail', (x, shape) => gammaCdf(x!, shape!, upper)],
  betaCdf: ['betaCdf', (x, a, b) => betaCdf(x!, a!, b!)],
  betaUpper: ['betaCdf, upper tail', (x, a, b) => betaCdf(x!, a!, b!, upper)],
  betaQuantile: ['betaQuantile', (q, a, b) => betaQuantile(q!, a!, b!)],
  binomialCdf: ['binomialCdf', (k, n, p) => binomialCdf(k!, n!, p!)],
  logGamma: ['logGamma', (x) => logGamma(x!)],
  logit: ['logit', (p) => logit(p!)],
  expit: ['expit', (x) => expit(x!)],
};

function comparisonsOf(fixture: string, tolerance: number): Comparison[] {
  const from = reference('stats', fixture);
  return Object.entries(from.content.cases as Record<string, number[][]>).map(([key, rows]) => {
    const [name, of] = functions[key]!;
    const cases = () => rows.map((row) => [of(...row.slice(0, -1)), row.at(-1)] as const);
    return { name, from, kind: 'closed form', tolerance, cases };
  });
}

export const distributionComparisons: readonly Comparison[] = [
  ...comparisonsOf('distributions', 5e-13),
  ...comparisonsOf('special-functions', 2e-14),
];
