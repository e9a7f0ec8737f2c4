import { ContractError } from '@raredx/tables';
import { conformalRank } from './conformal-rank.ts';

export interface CrossCalibration {
  /** Out-of-fold score of the observed label, one a patient. */
  readonly scores: Float64Array;
  /** The fold that the patient was left out of. */
  readonly fold: Uint32Array;
}

/**
 * CV+ sets (jackknife+ with a fold for each patient): a label is in where fewer than (1 − α)(n + 1) calibration patients
 * conform better, each compared with the new patient under the model that had left that calibration patient out.
 *
 *     Ĉ = { k : #{ i : sᵢ < s_fold(i)(x, k) } < (1 − α)(n + 1) }
 *
 * Every patient calibrates and none is lost to a tuning set. The guarantee is about 1 − 2α at worst,
 * coverage near 1 − α in practice. Undefined where n < 1/α − 1, as every set would hold every label.
 *
 * @param byFold scores of the new rows, rows × classes, one array a fold model
 * @example crossConformalSets({ scores: Float64Array.of(0.1, 0.2, 0.3), fold: Uint32Array.of(0, 1, 1) }, [Float64Array.of(0.15, 0.9), Float64Array.of(0.25, 0.9)], 0.5) // => { sets: Uint8Array.of(0, 0) }
 * @see Barber RF, Candès EJ, Ramdas A, Tibshirani RJ (2021) Ann Stat 49:486–507; Romano Y et al. (2020) NeurIPS 33, section 2.3
 */
export function crossConformalSets(
  { scores, fold }: CrossCalibration,
  byFold: readonly Float64Array[],
  alpha: number,
): { readonly sets: Uint8Array } | { undefinedBecause: string } {
  const missing = fold.findIndex((k) => byFold[k] === undefined);
  if (fold.length !== scores.length || missing >= 0) {
    throw new ContractError('cross-conformal', `no fold model for a score (first: row ${missing})`);
  }
  const found = conformalRank(scores.length, alpha);
  if ('undefinedBecause' in found) return found;
  const sorted = byFold.map((_, k) => scores.filter((_, row) => fold[row] === k).sort());
  const sets = Uint8Array.from(byFold[0] as Float64Array, (_, cell) => {
    let better = 0;
    for (let k = 0; k < byFold.length; k++) better += countBelow(sorted[k], byFold[k][cell]);
    return better < found.rank ? 1 : 0;
  });
  return { sets };
}

/** How many of ascending values are less than x. */
function countBelow(sorted: Float64Array, x: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle] < x) from = middle + 1;
    else to = middle;
  }
  return from;
}
