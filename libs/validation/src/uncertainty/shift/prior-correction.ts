import { ContractError } from '@raredx/tables';
import { type ClassRisks, checkClassRisks } from '../conformal/class-risks.ts';

/**
 * Risks as they are where the classes have other shares than where the model was fitted, if only the shares differ
 * (label shift) and the risks were right: pₖ' ∝ pₖ · toₖ / fromₖ.
 *
 * @param from shares where the risks are right, each in (0, 1)
 * @param to shares where they will be used, each in [0, 1], summing to 1
 * @example priorCorrected(binaryRisks(Float64Array.of(0.5)), { from: [0.5, 0.5], to: [0.9, 0.1] }).p // => Float64Array.of(0.9, 0.1)
 * @see Saerens M, Latinne P, Decaestecker C (2002) Neural Comput 14:21–41, equation 2.4
 */
export function priorCorrected(
  risks: ClassRisks,
  { from, to }: { readonly from: ArrayLike<number>; readonly to: ArrayLike<number> },
): ClassRisks {
  checkClassRisks('prior correction', risks);
  const { classes, p } = risks;
  checkShares('prior correction: from', from, classes);
  checkShares('prior correction: to', to, classes);
  const none = Array.from(from).indexOf(0);
  if (none >= 0) throw new ContractError('prior correction: from', `class ${none} has no share`);
  const corrected = new Float64Array(p.length);
  for (let at = 0; at < p.length; at += classes) {
    let total = 0;
    for (let k = 0; k < classes; k++) total += (p[at + k] * to[k]) / from[k];
    // A risk of exactly 0 or 1 can meet a share of exactly 0: nothing corrects it.
    for (let k = 0; k < classes; k++) {
      corrected[at + k] = total > 0 ? (p[at + k] * to[k]) / from[k] / total : p[at + k];
    }
  }
  return { classes, p: corrected };
}

/** Throws unless there is a share in [0, 1] for each class and they sum to 1. */
export function checkShares(where: string, shares: ArrayLike<number>, classes: number): void {
  const total = Array.from(shares).reduce((sum, share) => sum + share, 0);
  const outside = Array.from(shares).some((share) => !(share >= 0 && share <= 1));
  if (shares.length !== classes || outside || Math.abs(total - 1) > 1e-9) {
    throw new ContractError(where, `not shares of ${classes} classes (${Array.from(shares).join(', ')})`);
  }
}
