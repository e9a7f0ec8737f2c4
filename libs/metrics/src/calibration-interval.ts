import { type Interval, normalQuantile } from '@raredx/stats';
import { checkJudged, type Judged } from './judged.ts';
import { checkConfidence } from './proportion.ts';
import { recalibrationFit } from './recalibration-fit.ts';

/** Wald interval of the calibration in the large, intercept or slope, from the information of its logistic fit. */
export function calibrationInterval(
  data: Judged,
  which: 'calibration_in_the_large' | 'calibration_intercept' | 'calibration_slope',
  confidence: number,
): Interval | { undefinedBecause: string } {
  checkJudged(which, data);
  checkConfidence(which, confidence);
  const fit = recalibrationFit(data, which === 'calibration_in_the_large' ? 'offset' : 'line');
  if ('undefinedBecause' in fit) return fit;
  const at = which === 'calibration_slope' ? 1 : 0;
  const size = fit.coefficients.length;
  const margin = normalQuantile((1 + confidence) / 2) * Math.sqrt(fit.covariance[at * size + at]);
  return {
    lower: fit.coefficients[at] - margin,
    upper: fit.coefficients[at] + margin,
    confidence,
    method: 'Wald',
  };
}
