import { type Interval, normalQuantile } from '@raredx/stats';
import { checkJudged, type Judged } from './judged.ts';
import { checkConfidence } from './proportion.ts';
import { recalibrationFit } from './recalibration-fit.ts';

/**
 * Wald interval of the calibration in the large, intercept or slope, from the information of its logistic fit.
 *
 * @example calibrationInterval({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.5, 0.5) }, 'calibration_in_the_large', 0.95) // => { lower: -2.77181, upper: 2.77181, confidence: 0.95, method: 'Wald' }
 */
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
