import { describe, expect, test } from 'vitest';
import { defined, expectClose, goldenAbsent, goldenJudged, judged } from '../tests/reference.ts';
import { calibrationInterval } from './calibration-interval.ts';

// The reference is in the tests of the three metrics: one fixture for estimate and interval.

describe('by hand', () => {
  test('constant p = ½: the intercept has the variance of an observed logit, 1 / (n π (1 − π))', () => {
    const { lower, upper } = defined(
      calibrationInterval(judged([1, 0, 0, 0], [0.5, 0.5, 0.5, 0.5]), 'calibration_in_the_large', 0.95),
    );
    expectClose((lower + upper) / 2, Math.log(1 / 3), 1e-9);
    expectClose((upper - lower) / 2, 1.959963984540054 * Math.sqrt(1 / (4 * 0.25 * 0.75)), 1e-9);
  });
});

describe.skipIf(goldenAbsent)('published', () => {
  // glm's default stop leaves its standard errors good to 1e-7 only.
  test('National Wilms Tumor Study 4: confint.default of the recalibration', () => {
    const data = goldenJudged('nwtco_study4_pred.csv');
    const slope = defined(calibrationInterval(data, 'calibration_slope', 0.95));
    expectClose(slope.lower, 0.700616919, 1e-7);
    expectClose(slope.upper, 0.9610225389, 1e-7);
    const intercept = defined(calibrationInterval(data, 'calibration_intercept', 0.95));
    expectClose(intercept.lower, -0.6605681931, 1e-7);
    expectClose(intercept.upper, -0.1834824333, 1e-7);
    const large = defined(calibrationInterval(data, 'calibration_in_the_large', 0.95));
    expectClose((large.upper - large.lower) / 2, 1.959963984540054 * 0.06782344105, 1e-7);
  });
});

describe('undefined and invalid', () => {
  test('reasons are those of the metric', () => {
    expect(calibrationInterval(judged([0, 0], [0.1, 0.2]), 'calibration_slope', 0.95)).toEqual({
      undefinedBecause: 'no events',
    });
    const overlapping = judged([0, 1, 0, 1], [0.2, 0.3, 0.6, 0.7]);
    expect(calibrationInterval(overlapping, 'calibration_slope', 0.95)).toHaveProperty('method', 'Wald');
    expect(() => calibrationInterval(judged([0, 1], [0.1, 0.2]), 'calibration_slope', 1)).toThrow(
      'calibration_slope: confidence outside (0, 1) (1)',
    );
  });
});
