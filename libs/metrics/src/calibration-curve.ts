import { chiSquareQuantile, expit, logit, normalQuantile, restrictedCubicSpline } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { flexibleCalibration } from './flexible-calibration.ts';
import { checkJudged, type Judged } from './judged.ts';
import { checkConfidence } from './proportion.ts';

export interface CalibrationCurve {
  readonly observed: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Limits that hold the whole curve at once, not each point by itself. */
  readonly simultaneousLower: Float64Array;
  readonly simultaneousUpper: Float64Array;
}

/**
 * Observed risk by the flexible calibration curve at the predicted risks `at`, each in (0, 1), with a pointwise Wald band
 * made on the logit scale, and Scheffé's simultaneous one, √χ²(4) in place of z, which holds for any points and is wide.
 * The curve is that of the ICI: a restricted cubic spline of logit p, 4 knots.
 *
 * @example calibrationCurve({ y: Uint8Array.of(0, 1, 0, 0, 1, 0, 1, 1), p: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8) }, Float64Array.of(0.5)).observed // => Float64Array.of(0.289023)
 * @see Harrell FE (2015) Regression Modeling Strategies, 2nd ed., section 2.4
 */
export function calibrationCurve(
  data: Judged,
  at: Float64Array,
  confidence = 0.95,
): CalibrationCurve | { undefinedBecause: string } {
  checkJudged('calibration curve', data);
  checkConfidence('calibration curve', confidence);
  for (const risk of at) {
    if (!(risk > 0 && risk < 1))
      throw new ContractError('calibration curve', `point outside (0, 1) (${risk})`);
  }
  const curve = flexibleCalibration(data);
  if ('undefinedBecause' in curve) return curve;
  const { coefficients, covariance } = curve.fit;
  const columns = restrictedCubicSpline(at.map(logit), curve.knots);
  const k = coefficients.length;
  const predictor = new Float64Array(at.length);
  const error = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) {
    const terms = [1, ...columns.map((column) => column[i])];
    let variance = 0;
    for (let a = 0; a < k; a++) {
      predictor[i] += coefficients[a] * terms[a];
      for (let b = 0; b < k; b++) variance += terms[a] * covariance[a * k + b] * terms[b];
    }
    error[i] = Math.sqrt(variance);
  }
  const z = normalQuantile((1 + confidence) / 2);
  const scheffe = Math.sqrt(chiSquareQuantile(confidence, k));
  const limit = (factor: number): Float64Array =>
    predictor.map((value, i) => expit(value + factor * error[i]));
  return {
    observed: limit(0),
    lower: limit(-z),
    upper: limit(z),
    simultaneousLower: limit(-scheffe),
    simultaneousUpper: limit(scheffe),
  };
}
