import { ContractError } from '@raredx/tables';
import { checkAlpha } from './class-risks.ts';

/**
 * ⌈(n + 1)(1 − α)⌉, the rank of n calibration scores that is the limit of a conformal set; with fewer than 1/α − 1 patients
 * there is no such score and no finite set has the coverage.
 *
 * @example conformalRank(99, 0.1) // => { rank: 90 }
 * @example conformalRank(5, 0.1) // => { undefinedBecause: 'unattainable: 5 calibration patients < 1/0.1 − 1 = 9' }
 */
export function conformalRank(
  patients: number,
  alpha: number,
): { readonly rank: number } | { readonly undefinedBecause: string } {
  checkAlpha('conformal rank', alpha);
  if (!(Number.isInteger(patients) && patients >= 0)) {
    throw new ContractError('conformal rank', `not a number of patients (${patients})`);
  }
  // (n + 1)(1 − α) is a whole number up to rounding only: 0.9 · 30 must not become rank 28.
  const rank = Math.ceil((patients + 1) * (1 - alpha) - 1e-9 * Math.max(1, patients));
  if (rank <= patients) return { rank };
  const share = Number(alpha.toPrecision(6));
  const least = Number((1 / alpha - 1).toPrecision(6));
  return { undefinedBecause: `unattainable: ${patients} calibration patients < 1/${share} − 1 = ${least}` };
}
