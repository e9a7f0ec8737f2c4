import { type ClassRisks, checkClassRisks } from '../conformal/class-risks.ts';
import { checkShares, priorCorrected } from './prior-correction.ts';

const mostIterations = 100_000;

export interface LabelShift {
  /** Estimated share of each class in the target. */
  readonly shares: Float64Array;
  /** Risks corrected to them. */
  readonly corrected: ClassRisks;
  readonly iterations: number;
}

/**
 * Saerens' EM: the shares of the classes in a target without outcomes, from risks that were right where the shares were
 * `from`. The maximum likelihood estimate under label shift; wrong where the model is miscalibrated or the disease looks
 * different in the target. Undefined without rows.
 *
 * @param w copies of each row; default 1
 * @example labelShift(binaryRisks(Float64Array.of(0.9, 0.9, 0.1)), { from: [0.5, 0.5] }).shares // => Float64Array.of(0.2916667, 0.7083333)
 * @see Saerens M, Latinne P, Decaestecker C (2002) Neural Comput 14:21–41
 */
export function labelShift(
  risks: ClassRisks,
  { from, w }: { readonly from: ArrayLike<number>; readonly w?: Float64Array },
): LabelShift | { undefinedBecause: string } {
  checkClassRisks('label shift', risks);
  checkShares('label shift', from, risks.classes);
  const { classes, p } = risks;
  const rows = p.length / classes;
  const total = w ? w.reduce((sum, weight) => sum + weight, 0) : rows;
  if (!(total > 0)) return { undefinedBecause: 'no rows' };
  let shares: Float64Array = Float64Array.from(from);
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    const { p: now } = priorCorrected(risks, { from, to: shares });
    const next = new Float64Array(classes);
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < classes; k++) next[k] += ((w ? w[row] : 1) * now[row * classes + k]) / total;
    }
    const rounded = next.reduce((sum, share) => sum + share, 0);
    const scaled = next.map((share) => share / rounded);
    const moved = scaled.reduce((most, share, k) => Math.max(most, Math.abs(share - shares[k])), 0);
    shares = scaled;
    if (moved < 1e-13) {
      return { shares, corrected: priorCorrected(risks, { from, to: shares }), iterations: iteration };
    }
  }
  return { undefinedBecause: `not converged in ${mostIterations} iterations` };
}
