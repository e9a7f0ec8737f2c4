import { describe, expect, test } from 'vitest';
import {
  cases,
  defined,
  expectClose,
  goldenAbsent,
  goldenColumns,
  judged,
  readDocument,
} from '../tests/reference.ts';
import { aurocDifferenceUnpaired } from './auroc-difference-unpaired.ts';
import type { Judged } from './judged.ts';

interface Row {
  readonly a: string;
  readonly b: string;
  readonly difference: number;
  readonly z: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

describe('reference', () => {
  test.each(readDocument<{ rows: Row[] }>('auroc_difference_unpaired').rows)('$a against $b', (row) => {
    const result = defined(
      aurocDifferenceUnpaired(cases[row.a] as Judged, cases[row.b] as Judged, { confidence: 0.95 }),
    );
    expectClose(result.difference, row.difference, 1e-12);
    expectClose(result.z, row.z, 1e-11);
    expectClose(result.degreesOfFreedom, row.degreesOfFreedom, 1e-11);
    expectClose(result.pValue, row.pValue, 1e-10);
  });
});

describe.skipIf(goldenAbsent)('published', () => {
  test('pROC documentation: s100b in men against women', () => {
    const { outcome = [], gender = [], s100b = [] } = goldenColumns('aSAH.csv');
    const rows = outcome.map((text, row) => ({
      y: text === 'Poor' ? 1 : 0,
      p: Number(s100b[row]) / 10,
      sex: gender[row],
    }));
    const of = (sex: string): Judged => {
      const group = rows.filter((row) => row.sex === sex);
      return judged(
        group.map(({ y }) => y),
        group.map(({ p }) => p),
      );
    };
    const result = defined(aurocDifferenceUnpaired(of('Male'), of('Female'), { confidence: 0.95 }));
    expectClose(Math.abs(result.z), 0.50188077, 1e-7);
    expectClose(result.degreesOfFreedom, 106.46255, 1e-7);
    expectClose(result.pValue, 0.6167878, 1e-6);
  });
});

describe('properties', () => {
  test('the variances add: the margin is that of both', () => {
    const data = cases.good as Judged;
    const same = defined(aurocDifferenceUnpaired(data, data, { confidence: 0.95 }));
    expect(same.difference).toBe(0);
    expectClose(same.lower, -same.upper, 1e-14);
    expect(same.pValue).toBeCloseTo(1, 12);
  });
});

describe('limits', () => {
  test('lie z standard errors to either side, and reach 0 where z is 1.96', () => {
    const at = (confidence: number) =>
      defined(aurocDifferenceUnpaired(cases.tied as Judged, cases.good as Judged, { confidence }));
    const { difference, lower, upper, z } = at(0.95);
    expectClose(upper - difference, (1.959963984540054 * difference) / z, 1e-12);
    expectClose(difference - lower, upper - difference, 1e-12);
    expect(at(0.99).lower).toBeLessThan(lower);
  });
});

describe('undefined and invalid', () => {
  test('one event in either', () => {
    const reason = { undefinedBecause: 'fewer than two events' };
    const [few, many] = [cases.one_event as Judged, cases.good as Judged];
    expect(aurocDifferenceUnpaired(few, many, { confidence: 0.95 })).toEqual(reason);
    expect(aurocDifferenceUnpaired(many, few, { confidence: 0.95 })).toEqual(reason);
  });
  test('two perfect orders have no variance', () => {
    const perfect = cases.separated as Judged;
    expect(aurocDifferenceUnpaired(perfect, perfect, { confidence: 0.95 })).toEqual({
      undefinedBecause: 'the difference has no variance',
    });
  });
});
