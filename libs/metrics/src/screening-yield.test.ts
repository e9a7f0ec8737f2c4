import { describe, expect, test } from 'vitest';
import { defined, expectClose } from '../tests/reference.ts';
import { predictiveValueAtPrevalence } from './predictive-value-at-prevalence.ts';
import { screeningYield } from './screening-yield.ts';

const counts = { truePositive: 80, falseNegative: 20, falsePositive: 50, trueNegative: 950 };
const options = { prevalence: 0.01, confidence: 0.95 };

describe('by hand', () => {
  test('sensitivity 80 %, specificity 95 %, 10 in 1000 affected: 8 found, 2 missed, 57.5 alerts', () => {
    const got = defined(screeningYield(counts, options));
    expectClose(got.foundPerThousand, 8, 1e-12);
    expectClose(got.missedPerThousand, 2, 1e-12);
    expectClose(got.alertsPerThousand, 8 + 990 * 0.05, 1e-12);
    expectClose(got.alertsPerTruePositive.value, 57.5 / 8, 1e-12);
  });
});

describe('properties', () => {
  test('the number to review is the PPV turned over, limits swapped', () => {
    const { alertsPerTruePositive: got } = defined(screeningYield(counts, options));
    const ppv = defined(predictiveValueAtPrevalence(counts, 'ppv', options));
    expectClose(got.lower, 1 / ppv.upper, 1e-13);
    expectClose(got.upper, 1 / ppv.lower, 1e-13);
  });
});

describe('undefined and invalid', () => {
  test('nobody found', () => {
    expect(screeningYield({ ...counts, truePositive: 0 }, options)).toEqual({
      undefinedBecause: 'no true positive: no number of reviews finds one',
    });
  });
});
