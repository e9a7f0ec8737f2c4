import {
  expit,
  fitLogistic,
  type LogisticFit,
  restrictedCubicSpline,
  splineKnots,
  weightedQuantile,
} from '@raredx/stats';
import { classTotals, lackingClass } from './class-totals.ts';
import type { Judged } from './judged.ts';
import { rankOrder } from './rank-order.ts';
import { riskLogits } from './risk-logits.ts';

const knotProbabilities = [0.05, 0.35, 0.65, 0.95];

export interface FlexibleCalibration {
  /** On the logit scale of p. */
  readonly knots: Float64Array;
  readonly fit: LogisticFit;
  /** Observed risk by the curve, for each row. */
  readonly observed: Float64Array;
}

/**
 * The flexible calibration curve: logistic regression of the outcome on a restricted cubic spline of logit p, 4 knots at
 * its 0.05, 0.35, 0.65 and 0.95 quantiles (type 7). Below about 200 events and 200 non-events read it as exploratory.
 *
 * @example flexibleCalibration({ y: Uint8Array.of(1, 0, 1), p: Float64Array.of(0.3, 0.3, 0.3) }) // => { undefinedBecause: 'spline knots coincide: too few distinct p for a flexible curve' }
 * @see Van Calster B et al. (2016) J Clin Epidemiol 74:167–176
 */
export function flexibleCalibration(
  data: Judged,
  start?: Float64Array,
): FlexibleCalibration | { undefinedBecause: string } {
  const lacking = lackingClass(classTotals(data));
  if (lacking) return lacking;
  const logits = riskLogits(data);
  if ('undefinedBecause' in logits) return logits;
  const knots = knotsOf(data, logits);
  for (let i = 1; i < knots.length; i++) {
    if (!(knots[i] > knots[i - 1])) {
      return { undefinedBecause: 'spline knots coincide: too few distinct p for a flexible curve' };
    }
  }
  const columns = restrictedCubicSpline(logits, knots);
  const fit = fitLogistic({
    y: data.y,
    columns,
    ...(data.w ? { w: data.w } : {}),
    ...(start ? { start } : {}),
  });
  if ('undefinedBecause' in fit) return fit;
  return { knots, fit, observed: curveAt(columns, fit.coefficients) };
}

function knotsOf({ p, w, order = rankOrder(p) }: Judged, logits: Float64Array): Float64Array {
  if (!w)
    return splineKnots(
      Float64Array.from(order, (row) => logits[row]),
      knotProbabilities,
    );
  const present = order.filter((row) => w[row] > 0);
  const sorted = Float64Array.from(present, (row) => logits[row]);
  const weights = Float64Array.from(present, (row) => w[row]);
  return Float64Array.from(knotProbabilities, (q) => weightedQuantile(sorted, weights, q));
}

function curveAt(columns: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const rows = columns[0].length;
  const observed = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let predictor = coefficients[0];
    for (let k = 0; k < columns.length; k++) predictor += coefficients[k + 1] * columns[k][row];
    observed[row] = expit(predictor);
  }
  return observed;
}
