import { describe, expect, test } from 'vitest';
import {
  formatCount,
  formatEstimate,
  formatInterval,
  formatPercent,
  formatScalar,
  formatShare,
  formatValue,
} from './format-number.ts';

describe('formatValue', () => {
  test.each([
    ['auroc', 0.70217, '0.702'],
    ['calibration_slope', 0.8308, '0.83'],
    ['sensitivity', 0.7136, '71.4'],
    ['brier', 0.0004, '<0.001'],
    ['brier', 0, '0.000'],
    ['difference:auroc', -0.0042, '−0.004'],
    ['difference:auroc', -0.0001, '0.000'],
    ['difference:sensitivity', -0.05, '−5.0'],
    ['ratio:sensitivity', 1.25, '1.25'],
    ['risk_histogram_event', 12, '12'],
    ['risk_histogram_event', 12.4, '12.4'],
    ['oe_ratio', Number.POSITIVE_INFINITY, '∞'],
    ['auroc', Number.NaN, 'not estimable'],
    ['of_somebody_else', 0.12345, '0.123'],
    ['constructor', 0.5, '0.500'],
  ])('%s %d is %s', (metric, value, text) => expect(formatValue(metric, value)).toBe(text));
});

describe('formatInterval and formatEstimate', () => {
  test('a dash between positive limits, "to" beside a minus', () => {
    expect(formatInterval('auroc', 0.669, 0.7354)).toBe('0.669–0.735');
    expect(formatInterval('difference:auroc', -0.012, 0.004)).toBe('−0.012 to 0.004');
  });

  test('no value is words, no interval is no brackets', () => {
    const row = { metric: 'auroc', estimate: 0.7, lower: null, upper: null };
    expect(formatEstimate(row)).toBe('0.700');
    expect(formatEstimate({ ...row, estimate: null })).toBe('not estimable');
  });
});

test('counts are spaced from five digits on, narrow and without a break', () => {
  expect([4028, 17212, -1234567].map(formatCount)).toEqual(['4028', '17\u202F212', '−1\u202F234\u202F567']);
});

test('shares, percentages and scalars', () => {
  expect(formatShare(0.07)).toBe('7\u202F%');
  expect(formatShare(0.975)).toBe('97.5\u202F%');
  expect(formatPercent(0.099)).toBe('0.1\u202F%');
  expect([null, true, -0.001, 'x'].map(formatScalar)).toEqual(['none', 'true', '−0.001', 'x']);
});
