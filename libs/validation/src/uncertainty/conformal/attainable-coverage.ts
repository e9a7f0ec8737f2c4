import { betaQuantile } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { conformalRank } from './conformal-rank.ts';

export interface AttainableCoverage {
  /** ⌈(n + 1)(1 − α)⌉ of n scores. */
  readonly rank: number;
  /** Coverage on average over calibration samples: rank / (n + 1), at least 1 − α. */
  readonly expected: number;
  /** What a share `confidence` of the calibration samples of this size achieve. */
  readonly lower: number;
  readonly upper: number;
}

/**
 * What coverage one calibration on n patients may really have: given the calibration sample it follows
 * Beta(k, n + 1 − k), k = ⌈(n + 1)(1 − α)⌉ (scores without ties; with ties it is stochastically larger).
 *
 * @example attainableCoverage(99, 0.1, 0.95) // => { rank: 90, expected: 0.9, lower: 0.834431, upper: 0.950489 }
 * @example attainableCoverage(5, 0.1, 0.95) // => { undefinedBecause: 'unattainable: 5 calibration patients < 1/0.1 − 1 = 9' }
 * @see Vovk V (2012) Conditional validity of inductive conformal predictors. ACML, PMLR 25:475–490
 */
export function attainableCoverage(
  patients: number,
  alpha: number,
  confidence: number,
): AttainableCoverage | { undefinedBecause: string } {
  if (!(confidence > 0 && confidence < 1)) {
    throw new ContractError('attainable coverage', `confidence outside (0, 1) (${confidence})`);
  }
  const found = conformalRank(patients, alpha);
  if ('undefinedBecause' in found) return found;
  const { rank } = found;
  const tail = (1 - confidence) / 2;
  return {
    rank,
    expected: rank / (patients + 1),
    lower: betaQuantile(tail, rank, patients + 1 - rank),
    upper: betaQuantile(1 - tail, rank, patients + 1 - rank),
  };
}
