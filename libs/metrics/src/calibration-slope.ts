import { defineMetric } from './metric.ts';
import { recalibrationFit } from './recalibration-fit.ts';

/**
 * Calibration slope: b of  logit P(y = 1) = a + b logit p, both fitted.
 *
 * 1 is perfect; below 1 the risks are too extreme, as overfitting makes them. Undefined without both classes, when some
 * p is exactly 0 or 1, when p is constant, or when p separates the classes.
 *
 * @example calibrationSlope({ y: Uint8Array.of(1, 1, 0, 0), p: Float64Array.of(0.8, 0.2, 0.8, 0.2) }) // => { value: 0 }
 * @see Cox DR (1958) Biometrika 45:562–565
 */
export const calibrationSlope = defineMetric(
  {
    id: 'calibration_slope',
    title: 'Calibration slope',
    direction: 'target',
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    optimum: 1,
    kind: 'calibration',
  },
  (data) => {
    const fit = recalibrationFit(data, 'line');
    return 'undefinedBecause' in fit ? fit : { value: fit.coefficients[1] };
  },
);
