import { normalQuantile, studentCdf } from '@raredx/stats';
import type { AurocDifference } from './auroc-difference.ts';
import { type ClassTotals, classTotals } from './class-totals.ts';
import { type Delong, delong } from './delong.ts';
import type { Judged } from './judged.ts';
import { checkConfidence } from './proportion.ts';

export interface UnpairedOptions {
  readonly confidence: number;
}

/**
 * Difference between the AUROCs of two populations that share no patient: DeLong variances add. The interval is normal;
 * the p-value is Student's with Welch–Satterthwaite degrees of freedom over the rows of each population, as in pROC
 * (`z` is then its D). Undefined without two events and two non-events in each, or without variance.
 *
 * @example aurocDifferenceUnpaired({ y: Uint8Array.of(1, 0, 1, 0), p: Float64Array.of(0.9, 0.1, 0.4, 0.4) }, { y: Uint8Array.of(1, 0, 1, 0), p: Float64Array.of(0.3, 0.1, 0.4, 0.4) }, { confidence: 0.95 }) // => { difference: 0.25, lower: -0.598689, upper: 1.09869, z: 0.57735, pValue: 0.593557, degreesOfFreedom: 4.15385 }
 * @see DeLong ER, DeLong DM, Clarke-Pearson DL (1988) Biometrics 44:837–845
 */
export function aurocDifferenceUnpaired(
  a: Judged,
  b: Judged,
  { confidence }: UnpairedOptions,
): (AurocDifference & { readonly degreesOfFreedom: number }) | { undefinedBecause: string } {
  checkConfidence('auroc difference', confidence);
  const resultA = delong([a]);
  if ('undefinedBecause' in resultA) return resultA;
  const resultB = delong([b]);
  if ('undefinedBecause' in resultB) return resultB;
  const variance = resultA.covariance[0] + resultB.covariance[0];
  if (variance <= 0) return { undefinedBecause: 'the difference has no variance' };
  const difference = resultA.auc[0] - resultB.auc[0];
  const error = Math.sqrt(variance);
  const degreesOfFreedom =
    variance ** 2 / (welchTerm(resultA, classTotals(a)) + welchTerm(resultB, classTotals(b)));
  const z = difference / error;
  const margin = normalQuantile((1 + confidence) / 2) * error;
  return {
    difference,
    lower: difference - margin,
    upper: difference + margin,
    z,
    pValue: 2 * studentCdf(-Math.abs(z), degreesOfFreedom),
    degreesOfFreedom,
  };
}

function welchTerm({ covariance }: Delong, { total }: ClassTotals): number {
  return covariance[0] ** 2 / (total - 1);
}
