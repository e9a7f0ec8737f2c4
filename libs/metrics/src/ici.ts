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
