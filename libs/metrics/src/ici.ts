import { calibrationDistances } from './calibration-distances.ts';
import { defineMetric } from './metric.ts';

/**
 * Integrated calibration index: mean distance between the flexible calibration curve and the predicted risk.
 *
 *     ICI = Σ wᵢ |ĉ(pᵢ) − pᵢ| / Σ wᵢ
 *
 * ĉ is {@link calibrationDistances}' curve: a restricted cubic spline of logit p with 4 knots, fitted by logistic
 * likelihood. In units of risk; 0 is perfect. Undefined where the curve is: without both classes, when some p is
 * exactly 0 or 1, with too few distinct risks, or when the fit has no maximum.
 *
 * @example ici({ y: Uint8Array.of(0, 1, 0, 0, 1, 0, 1, 1), p: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8) }) // => { value: 0.149864 }
 * @see Austin PC, Steyerberg EW (2019) Stat Med 38:4051–4065
 */
export const ici = defineMetric(
  {
    id: 'ici',
    title: 'Integrated calibration index',
    direction: 'minimize',
    range: [0, 1],
    optimum: 0,
    kind: 'calibration',
  },
  (data) => {
    const distances = calibrationDistances(data);
    return 'undefinedBecause' in distances ? distances : { value: distances.ici };
  },
);
