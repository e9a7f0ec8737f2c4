import { expit } from '../summary/logit.ts';
import type { LinearPredictor } from './linear-predictor.ts';

/**
 * Fisher information about the calibration slope that one patient brings, when intercept and slope are fitted together
 * and the model is calibrated (intercept 0, slope 1): with w = p(1 - p) at each linear predictor L,
 *
 *     I = I₁₁ - I₀₁² / I₀₀ = E w(L - m)²,   m = E wL / E w
 *
 * The standard error of the slope from n patients is 1 / √(n I). An integral, where the published method averages over
 * a million draws.
 *
 * @see Riley RD et al. (2021) Stat Med 40:4230-4251
 * @example
 * slopeInformation(observedLinearPredictor([0.5, 0.5])) // => 0
 */
export function slopeInformation(linearPredictor: LinearPredictor): number {
  const weight = (x: number) => expit(x) * expit(-x);
  const total = linearPredictor.expect(weight);
  if (total === 0) return 0;
  // By the sign of x, so that no integral is a small difference of two large halves.
  const first = (x: number) => weight(x) * x;
  const centre =
    (linearPredictor.expect(first, [-Infinity, 0]) + linearPredictor.expect(first, [0, Infinity])) / total;
  return linearPredictor.expect((x) => weight(x) * (x - centre) ** 2);
}
