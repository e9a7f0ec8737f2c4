import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { evidenceRow } from '../tests/evidence-row.ts';
import { adjustedInterval, percent, pValue } from './adjusted-interval.ts';
import type { Measured } from './interval-scale.ts';
import { verdictOf } from './requirement.ts';

const row = (changes: Partial<Measured>) => evidenceRow(changes) as Measured;
const z95 = 1.959963984540054;
const z99 = 2.5758293035489004;

describe('by hand', () => {
  it('keeps the interval at its own confidence', () => {
    expect(adjustedInterval(row({}), 0.95)).toEqual({ lower: 0.66, upper: 0.74, confidence: 0.95 });
  });

  it('widens a Wald interval by the ratio of the normal quantiles', () => {
    const wide = adjustedInterval(row({ estimate: 1, lower: 1 - 0.1 * z95, upper: 1 + 0.1 * z95 }), 0.99);
    expect(wide).toEqual({
      lower: expect.closeTo(1 - 0.1 * z99, 12),
      upper: expect.closeTo(1 + 0.1 * z99, 12),
      confidence: 0.99,
    });
  });

  it('widens a ratio on the log scale', () => {
    const ratio = row({ estimate: 1.1, lower: 1.1 * Math.exp(-0.2 * z95), upper: 1.1 * Math.exp(0.2 * z95) });
    expect(adjustedInterval({ ...ratio, metric: 'oe_ratio' }, 0.99)).toMatchObject({
      lower: expect.closeTo(1.1 * Math.exp(-0.2 * z99), 12),
      upper: expect.closeTo(1.1 * Math.exp(0.2 * z99), 12),
    });
  });

  it('refuses an interval that has no scale', () => {
    const wilson = row({ lower: 0.6, upper: 0.75, method: 'percentile bootstrap' });
    expect(adjustedInterval(wilson, 0.99)).toEqual({
      undefinedBecause:
        'the interval (percentile bootstrap) is given at 95 % and cannot be carried to the 99 % that the policy asks for',
    });
    expect(pValue(wilson, { low: 0.1, high: Infinity, strict: false })).toBe(1);
  });

  it('reads a p-value off the interval', () => {
    const wald = row({ estimate: 1, lower: 1 - 0.1 * z95, upper: 1 + 0.1 * z95 });
    expect(pValue(wald, { low: 1 - 0.1 * z99, high: Infinity, strict: false })).toBeCloseTo(0.01, 10);
    expect(pValue(wald, { low: 1.01, high: Infinity, strict: false })).toBe(1);
  });

  it('prints a confidence without noise', () => {
    expect(percent(1 - 0.05 / 7)).toBe('99.286 %');
  });
});

describe('properties', () => {
  const small = fc.double({ min: 0.01, max: 0.4, noNaN: true });
  test.prop([small, small, fc.double({ min: 0.001, max: 0.4, noNaN: true })], { seed: 20261124 })(
    'p ≤ α exactly where the interval at 1 − α passes',
    (half, distance, alpha) => {
      const one = row({ metric: 'calibration_slope', estimate: 1, lower: 1 - half, upper: 1 + half });
      const requirement = { low: 1 - distance, high: Infinity, strict: false };
      const p = pValue(one, requirement);
      if (Math.abs(p - alpha) < 1e-9) return;
      const interval = adjustedInterval(one, 1 - alpha);
      expect('lower' in interval && verdictOf(interval, requirement) === 'pass').toBe(p <= alpha);
    },
  );
});
