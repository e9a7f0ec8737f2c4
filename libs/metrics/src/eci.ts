import { calibrationDistances } from './calibration-distances.ts';
import { defineMetric } from './metric.ts';

/**
 * Estimated calibration index: mean squared distance between the flexible calibration curve and the predicted risk, times 100.
 *
 *     ECI = 100 Σ wᵢ (ĉ(pᵢ) − pᵢ)² / Σ wᵢ
 *
 * ĉ is {@link calibrationDistances}' curve: a restricted cubic spline of logit p with 4 knots, fitted by logistic
 * likelihood. 0 is perfect. Undefined where the curve is: without both classes, when some p is
 * exactly 0 or 1, with too few distinct risks, or when the fit has no maximum.
 *
 * @example eci({ y: Uint8Array.of(0, 1, 0, 0, 1, 0, 1, 1), p: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8) }) // => { value: 2.52071 }
 * @see Van Hoorde K et al. (2015) J Biomed Inform 54:283–293
 */
export const eci = defineMetric(
  {
    id: 'eci',
    title: 'Estimated calibration index',
    direction: 'minimize',
    range: [0, 100],
    optimum: 0,
    kind: 'calibration',
  },
  (data) => {
    const distances = calibrationDistances(data);
    return 'undefinedBecause' in distances ? distances : { value: distances.eci };
  },
);
