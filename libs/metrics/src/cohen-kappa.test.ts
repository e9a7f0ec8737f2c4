import { describe, expect, test } from 'vitest';
import { defined, expectClose, readDocument } from '../tests/reference.ts';
import { cohenKappa } from './cohen-kappa.ts';

interface Row {
  readonly table: readonly number[];
  readonly confidence: number;
  readonly kappa: readonly [number, number, number];
}

describe('by hand', () => {
  test('agreement 0.7, chance 0.5: κ = 0.4', () => {
    const { kappa, agreement } = defined(cohenKappa(Float64Array.of(35, 15, 15, 35), { confidence: 0.95 }));
    expectClose(agreement, 0.7, 1e-14);
    expectClose(kappa, 0.2 / 0.5, 1e-14);
  });
});

describe('reference', () => {
  test.each(readDocument<{ kappa: Row[] }>('proportions').kappa)('$table at $confidence', (row) => {
    const got = defined(cohenKappa(Float64Array.from(row.table), { confidence: row.confidence }));
    expectClose(got.kappa, row.kappa[0], 1e-11);
    expectClose(got.lower, row.kappa[1], 1e-10);
    expectClose(got.upper, Math.min(1, row.kappa[2]), 1e-10);
  });
});

describe('published', () => {
  test('National Wilms Tumor Study: histology by institution and central pathology, κ = 0.73', () => {
    const { kappa } = defined(cohenKappa(Float64Array.of(3493, 129, 76, 330), { confidence: 0.95 }));
    expectClose(kappa, 0.73461777, 1e-8);
  });
});

describe('properties', () => {
  test('unchanged when the raters are swapped', () => {
    const forth = defined(cohenKappa(Float64Array.of(5, 3, 1, 2, 9, 4, 0, 1, 7), { confidence: 0.95 }));
    const back = defined(cohenKappa(Float64Array.of(5, 2, 0, 3, 9, 1, 1, 4, 7), { confidence: 0.95 }));
    expectClose(back.lower, forth.lower, 1e-13);
    expectClose(back.kappa, forth.kappa, 1e-13);
  });
});

describe('undefined and invalid', () => {
  test('no cases, one category', () => {
    expect(cohenKappa(new Float64Array(4), { confidence: 0.95 })).toEqual({ undefinedBecause: 'no rows' });
    expect(cohenKappa(Float64Array.of(9, 0, 0, 0), { confidence: 0.95 })).toEqual({
      undefinedBecause: 'both raters use one category only',
    });
  });
  test('not a square', () => {
    expect(() => cohenKappa(new Float64Array(3), { confidence: 0.95 })).toThrow(
      'kappa: not a square table of counts',
    );
    expect(() => cohenKappa(Float64Array.of(3, 1, -1, 2), { confidence: 0.95 })).toThrow(
      'not a square table',
    );
  });
});
