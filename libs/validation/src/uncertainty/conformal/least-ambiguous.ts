import type { ClassRisks } from './class-risks.ts';
import { checkClassRisks } from './class-risks.ts';

/**
 * Nonconformity of every label of every row: 1 − its risk (LAC, the score that makes the smallest sets on average).
 * Rows × classes, row-major. Calibration takes the observed label of each row, a set the labels up to the quantile.
 *
 * @example leastAmbiguousScores({ classes: 2, p: Float64Array.of(0.75, 0.25) }) // => Float64Array.of(0.25, 0.75)
 * @see Sadinle M, Lei J, Wasserman L (2019) Least ambiguous set-valued classifiers. J Am Stat Assoc 114:223–234
 */
export function leastAmbiguousScores(risks: ClassRisks): Float64Array {
  checkClassRisks('least ambiguous scores', risks);
  return risks.p.map((risk) => 1 - risk);
}
