import { calibrationDistances } from './calibration-distances.ts';
import { defineMetric } from './metric.ts';

/**
 * 90th percentile of calibration error (E90): 90th percentile of the distance between the flexible calibration curve and the predicted risk.
 *
 *     E90 = quantile(|ĉ(pᵢ) − pᵢ|, 0.9)
 *
 * ĉ is {@link calibrationDistances}' curve: a restricted cubic spline of logit p with 4 knots, fitted by logistic
 * likelihood. In units of risk; 0 is perfect. Type-7 quantile. Undefined where the curve is: without both classes, when some p is
 * exactly 0 or 1, with too few distinct risks, or when the fit has no maximum.
 *
 * @see Austin PC, Steyerberg EW (2019) Stat Med 38:4051–4065
 */
export const e90 = defineMetric(
  {
    id: 'e90',
    title: '90th percentile of calibration error (E90)',
    direction: 'minimize',
    range: [0, 1],
    optimum: 0,
    kind: 'calibration',
  },
  (data) => {
    const distances = calibrationDistances(data);
    return 'undefinedBecause' in distances ? distances : { value: distances.e90 };
  },
);
