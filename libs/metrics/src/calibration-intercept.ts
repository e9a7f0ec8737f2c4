import { defineMetric } from './metric.ts';
import { recalibrationFit } from './recalibration-fit.ts';

/**
 * Calibration intercept: a of  logit P(y = 1) = a + b logit p, both fitted.
 *
 * 0 is perfect together with a slope of 1; read it beside the slope, as it is the observed logit at p = 0.5. Undefined
 * without both classes, when some p is exactly 0 or 1, when p is constant, or when p separates the classes.
 *
 * @example calibrationIntercept({ y: Uint8Array.of(1, 1, 0, 0), p: Float64Array.of(0.8, 0.2, 0.8, 0.2) }) // => { value: 0 }
 * @see Cox DR (1958) Biometrika 45:562–565
 */
export const calibrationIntercept = defineMetric(
  {
    id: 'calibration_intercept',
    title: 'Calibration intercept',
    direction: 'target',
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    optimum: 0,
    kind: 'calibration',
  },
  (data) => {
    const fit = recalibrationFit(data, 'line');
    return 'undefinedBecause' in fit ? fit : { value: fit.coefficients[0] };
  },
);
