import { describe, expect, test } from 'vitest';
import {
  cases,
  defined,
  estimated,
  expectClose,
  goldenAbsent,
  goldenColumns,
  itMatchesFixture,
  judged,
} from '../tests/reference.ts';
import { auroc } from './auroc.ts';
import type { Judged } from './judged.ts';
import { partialAuroc } from './partial-auroc.ts';

describe('by hand', () => {
  test('a perfect model fills the range, a coin its lower triangle', () => {
    expect(partialAuroc(judged([1, 0], [0.9, 0.1]), [0, 0.25])).toEqual({ area: 0.25, corrected: 1 });
    expect(partialAuroc(judged([1, 0], [0.5, 0.5]), [0, 0.25])).toEqual({ area: 0.03125, corrected: 0.5 });
  });
});

describe('reference', () => {
  itMatchesFixture('partial_auroc', 1e-11, (data) => ({
    low: defined(partialAuroc(data, [0, 0.1])),
    middle: defined(partialAuroc(data, [0.2, 0.35])),
  }));
});

describe.skipIf(goldenAbsent)('published', () => {
  test('pROC documentation: s100b at specificity 1 to 0.9', () => {
    const { outcome = [], s100b = [] } = goldenColumns('aSAH.csv');
    const data = judged(
      outcome.map((text) => (text === 'Poor' ? 1 : 0)),
      s100b.map((text) => Number(text) / 10),
    );
    const { area, corrected } = defined(partialAuroc(data, [0, 0.1]));
    expect(area.toPrecision(7)).toBe('0.03275745');
    expect(corrected.toPrecision(7)).toBe('0.6460919');
  });
});

describe('properties', () => {
  test('over everything it is the AUROC, and ranges add up', () => {
    const data = cases.large as Judged;
    expectClose(defined(partialAuroc(data, [0, 1])).area, estimated(auroc(data)), 1e-12);
    expectClose(defined(partialAuroc(data, [0, 1])).corrected, estimated(auroc(data)), 1e-12);
    const parts = [partialAuroc(data, [0, 0.3]), partialAuroc(data, [0.3, 1])].map(
      (part) => defined(part).area,
    );
    expectClose(Number(parts[0]) + Number(parts[1]), estimated(auroc(data)), 1e-12);
  });
});

describe('undefined and invalid', () => {
  test('one class, no range', () => {
    expect(partialAuroc(judged([1], [0.5]), [0, 0.1])).toEqual({ undefinedBecause: 'no non-events' });
    expect(() => partialAuroc(judged([1], [0.5]), [0.2, 0.1])).toThrow(
      'no range of false-positive rates (0.2 to 0.1)',
    );
  });
});
