import { describe, expect, test } from 'vitest';
import { defined, expectClose } from '../tests/reference.ts';
import { likelihoodRatioInterval } from './likelihood-ratio-interval.ts';

// Liver scan, Altman & Bland 1994.
const scan = { truePositive: 231, falseNegative: 27, falsePositive: 32, trueNegative: 54 };
const z = 1.959963984540054;

describe('by hand', () => {
  test('the liver scan', () => {
    const positive = defined(likelihoodRatioInterval(scan, 'lr_positive', 0.95));
    const margin = z * Math.sqrt(1 / 231 - 1 / 258 + 1 / 32 - 1 / 86);
    expectClose(positive.lower, (231 / 258 / (32 / 86)) * Math.exp(-margin), 1e-12);
    expectClose(positive.upper, (231 / 258 / (32 / 86)) * Math.exp(margin), 1e-12);
    const negative = defined(likelihoodRatioInterval(scan, 'lr_negative', 0.95));
    expectClose(negative.lower * negative.upper, (27 / 258 / (54 / 86)) ** 2, 1e-12);
  });
});

describe('properties', () => {
  test('swapping the calls swaps the ratios', () => {
    const swapped = { truePositive: 27, falseNegative: 231, falsePositive: 54, trueNegative: 32 };
    expect(likelihoodRatioInterval(swapped, 'lr_negative', 0.95)).toEqual(
      likelihoodRatioInterval(scan, 'lr_positive', 0.95),
    );
  });
});

describe('undefined and invalid', () => {
  test('no false positives: half a case added, and said', () => {
    const none = { truePositive: 4, falseNegative: 1, falsePositive: 0, trueNegative: 9 };
    const interval = defined(likelihoodRatioInterval(none, 'lr_positive', 0.95));
    const margin = z * Math.sqrt(1 / 4.5 - 1 / 6 + 1 / 0.5 - 1 / 10);
    expectClose(interval.upper, (4.5 / 6 / (0.5 / 10)) * Math.exp(margin), 1e-12);
    expect(interval.method).toBe('log scale, half a case added');
  });
  test('no true positives: the same', () => {
    const none = { truePositive: 0, falseNegative: 5, falsePositive: 1, trueNegative: 8 };
    const interval = defined(likelihoodRatioInterval(none, 'lr_positive', 0.95));
    expect(interval.method).toBe('log scale, half a case added');
    expectClose(interval.lower * interval.upper, (0.5 / 6 / (1.5 / 10)) ** 2, 1e-12);
  });
  test('one true positive needs nothing added', () => {
    const one = { truePositive: 1, falseNegative: 4, falsePositive: 1, trueNegative: 8 };
    expect(defined(likelihoodRatioInterval(one, 'lr_positive', 0.95)).method).toBe('log scale');
  });
  test('one class', () => {
    const noEvents = { truePositive: 0, falseNegative: 0, falsePositive: 2, trueNegative: 9 };
    expect(likelihoodRatioInterval(noEvents, 'lr_positive', 0.95)).toEqual({ undefinedBecause: 'no events' });
    const noNonEvents = { truePositive: 1, falseNegative: 0, falsePositive: 0, trueNegative: 0 };
    expect(likelihoodRatioInterval(noNonEvents, 'lr_negative', 0.95)).toEqual({
      undefinedBecause: 'no non-events',
    });
  });
});
