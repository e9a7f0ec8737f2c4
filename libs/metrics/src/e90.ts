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
 * @example e90({ y: Uint8Array.of(0, 1, 0, 0, 1, 0, 1, 1), p: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8) }) // => { value: 0.20076 }
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
