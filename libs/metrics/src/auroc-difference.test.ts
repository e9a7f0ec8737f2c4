import { describe, expect, test } from 'vitest';
import { cases, defined, expectClose, goldenAbsent, goldenColumns } from '../tests/reference.ts';
import { aurocDifference } from './auroc-difference.ts';
import type { Judged } from './judged.ts';

describe.skipIf(goldenAbsent)('published', () => {
  const { outcome = [], s100b = [], wfns = [], ndka = [] } = goldenAbsent ? {} : goldenColumns('aSAH.csv');
  const y = Uint8Array.from(outcome, (text) => (text === 'Poor' ? 1 : 0));
  const scores = (texts: readonly string[], scale: number) =>
    Float64Array.from(texts, (text) => Number(text) / scale);

  test('pROC documentation: s100b against wfns', () => {
    const result = defined(aurocDifference(y, scores(s100b, 10), scores(wfns, 5), 0.95));
    expectClose(result.z, -2.2089836, 1e-7);
    expectClose(result.pValue, 0.02717578, 1e-6);
    expectClose(result.lower, -0.17421441925, 1e-9);
    expectClose(result.upper, -0.01040617696, 1e-8);
    expectClose(result.difference, 0.7313685637 - 0.8236788618, 1e-8);
  });
  test('pROC documentation: s100b against ndka', () => {
    const result = defined(aurocDifference(y, scores(s100b, 10), scores(ndka, 1000), 0.95));
    expectClose(result.z, 1.39077, 1e-5);
    expectClose(result.lower, -0.04887060642, 1e-9);
    expectClose(result.upper, 0.28769174463, 1e-9);
  });
});

describe('properties', () => {
  const { y, p } = cases.good as Judged;
  const other = p.map((risk, row) => (risk + ((row * 37) % 101) / 101) / 2);

  test('A − B is −(B − A)', () => {
    const forth = defined(aurocDifference(y, p, other, 0.9));
    const back = defined(aurocDifference(y, other, p, 0.9));
    expectClose(forth.difference, -back.difference, 1e-12);
    expectClose(forth.lower, -back.upper, 1e-12);
    expectClose(forth.pValue, back.pValue, 1e-12);
  });
});

describe('undefined and invalid', () => {
  test('the same prediction twice, or a monotone map of it', () => {
    const { y, p } = cases.good as Judged;
    expect(aurocDifference(y, p, p, 0.95)).toEqual({ undefinedBecause: 'the difference has no variance' });
    expect(aurocDifference(y, p, p.map(Math.sqrt), 0.95)).toEqual({
      undefinedBecause: 'the difference has no variance',
    });
  });
  test('one event', () => {
    const { y, p } = cases.one_event as Judged;
    expect(aurocDifference(y, p, p, 0.95)).toEqual({ undefinedBecause: 'fewer than two events' });
  });
  test('unequal lengths', () => {
    expect(() =>
      aurocDifference(Uint8Array.of(1, 0), Float64Array.of(0.5), Float64Array.of(0.5, 0.1), 0.95),
    ).toThrow('delong: p has 1 rows, y has 2');
  });
});
