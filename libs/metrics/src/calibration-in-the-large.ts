import { defineMetric } from './metric.ts';
import { recalibrationFit } from './recalibration-fit.ts';

/**
 * Calibration in the large: the intercept a of  logit P(y = 1) = a + logit p, the slope fixed at 1.
 *
 * On the logit scale; 0 is perfect, positive means that risks are too low on average. Undefined without both classes, or
 * when some p is exactly 0 or 1.
 *
 * @example calibrationInTheLarge({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.5, 0.5) }) // => { value: 0 }
 * @see Van Calster B et al. (2016) J Clin Epidemiol 74:167–176
 */
export const calibrationInTheLarge = defineMetric(
  {
    id: 'calibration_in_the_large',
    title: 'Calibration in the large',
    direction: 'target',
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    optimum: 0,
    kind: 'calibration',
  },
  (data) => {
    const fit = recalibrationFit(data, 'offset');
    return 'undefinedBecause' in fit ? fit : { value: fit.coefficients[0] };
  },
);
