import { describe, expect, it } from 'vitest';
import { eValue, mergedEValue } from './e-value.ts';

describe('e-values', () => {
  it('have expectation 1 where the truth lies on the bound', () => {
    const step = 1e-3;
    for (const delta of [0.5, 1, 2.5]) {
      let mean = 0;
      for (let z = -12; z <= 14; z += step) {
        mean += eValue(z, delta) * Math.exp(-z * z * 0.5) * (step / Math.sqrt(2 * Math.PI));
      }
      expect(mean).toBeCloseTo(1, 9);
    }
  });

  it('nothing seen is 1', () => {
    expect(mergedEValue([], 'independent')).toBe(1);
    expect(mergedEValue([], 'any')).toBe(1);
  });

  it('refuses a shift that is none', () => {
    expect(() => eValue(1, 0)).toThrow('above 0');
    expect(() => eValue(Number.NaN, 1)).toThrow('not a number');
  });
});
