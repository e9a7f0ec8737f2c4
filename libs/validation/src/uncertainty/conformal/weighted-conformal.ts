import type { Estimate } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { conformalQuantile } from './conformal-quantile.ts';

/**
 * Conformal prediction under covariate shift: a quantile for each new patient, with the calibration patients weighted by
 * how typical they are of the target (density ratio target / calibration, up to a factor) and the new one by its own
 * weight. A new patient unlike all of the calibration has the reason instead of a quantile.
 *
 * @param w ratio at each calibration patient
 * @param testWeights ratio at each new patient
 * @example weightedConformal({ scores: Float64Array.of(0.1, 0.2, 0.3), w: Float64Array.of(1, 1, 2) }, Float64Array.of(1, 9), 0.2) // => [{ value: 0.3 }, { undefinedBecause: 'unattainable: the new patient has 69.2 % of the weight, more than 20 %' }]
 * @see Tibshirani RJ, Barber RF, Candès EJ, Ramdas A (2019) Conformal prediction under covariate shift. NeurIPS 32
 */
export function weightedConformal(
  { scores, w }: { readonly scores: Float64Array; readonly w: Float64Array },
  testWeights: Float64Array,
  alpha: number,
): Estimate[] {
  if (w.length !== scores.length) {
    throw new ContractError('weighted conformal', `w has ${w.length} rows, scores have ${scores.length}`);
  }
  return Array.from(testWeights, (testWeight) => conformalQuantile(scores, alpha, { w, testWeight }));
}
