import { calibrationDistances } from './calibration-distances.ts';
import { defineMetric } from './metric.ts';

/**
 * Largest calibration error (Emax): largest distance between the flexible calibration curve and the predicted risk.
 *
 *     Emax = max |ĉ(pᵢ) − pᵢ|
 *
 * ĉ is {@link calibrationDistances}' curve: a restricted cubic spline of logit p with 4 knots, fitted by logistic
 * likelihood. In units of risk; 0 is perfect. Over the predicted risks themselves; it grows with n and is ruled by the sparse ends. Undefined where the curve is: without both classes, when some p is
 * exactly 0 or 1, with too few distinct risks, or when the fit has no maximum.
 *
 * @example emax({ y: Uint8Array.of(0, 1, 0, 0, 1, 0, 1, 1), p: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8) }) // => { value: 0.210977 }
 * @see Harrell FE (2015) Regression Modeling Strategies, 2nd ed., chapter 10
 */
export const emax = defineMetric(
  {
    id: 'emax',
    title: 'Largest calibration error (Emax)',
    direction: 'minimize',
    range: [0, 1],
    optimum: 0,
    kind: 'calibration',
  },
  (data) => {
    const distances = calibrationDistances(data);
    return 'undefinedBecause' in distances ? distances : { value: distances.emax };
  },
);
