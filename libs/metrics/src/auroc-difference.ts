import { normalCdf, normalQuantile } from '@raredx/stats';
import { delong } from './delong.ts';
import { checkConfidence } from './proportion.ts';

export interface AurocDifference {
  /** AUROC of A minus AUROC of B. */
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Difference between the AUROCs of two predictions of the same rows, with DeLong's interval and test. Undefined without
 * two events and two non-events, or when the difference has no variance (both order every pair alike).
 *
 * @example aurocDifference(Uint8Array.of(1, 0, 1, 0), Float64Array.of(0.9, 0.1, 0.4, 0.4), Float64Array.of(0.3, 0.1, 0.4, 0.4), 0.95) // => { difference: 0.25, lower: -0.442952, upper: 0.942952, z: 0.707107, pValue: 0.4795 }
 * @see DeLong ER, DeLong DM, Clarke-Pearson DL (1988) Biometrics 44:837–845
 */
export function aurocDifference(
  y: Uint8Array,
  pA: Float64Array,
  pB: Float64Array,
  confidence: number,
): AurocDifference | { undefinedBecause: string } {
  checkConfidence('auroc difference', confidence);
  const result = delong([
    { y, p: pA },
    { y, p: pB },
  ]);
  if ('undefinedBecause' in result) return result;
  const { auc, covariance } = result;
  const difference = auc[0] - auc[1];
  const variance = covariance[0] + covariance[3] - 2 * covariance[1];
  // What is left of three equal numbers is rounding, not variance.
  if (variance <= 1e-15 * (covariance[0] + covariance[3])) {
    return { undefinedBecause: 'the difference has no variance' };
  }
  const error = Math.sqrt(variance);
  const z = difference / error;
  const margin = normalQuantile((1 + confidence) / 2) * error;
  return {
    difference,
    lower: difference - margin,
    upper: difference + margin,
    z,
    pValue: 2 * normalCdf(-Math.abs(z)),
  };
}
