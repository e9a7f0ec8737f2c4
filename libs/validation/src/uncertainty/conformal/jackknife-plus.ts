import { ContractError } from '@raredx/tables';
import { conformalRank } from './conformal-rank.ts';

/**
 * Jackknife+ interval for a numeric outcome of one new patient (CV+ where a model leaves out a fold of patients).
 *
 * From μ₋ᵢ(x) ∓ |yᵢ − μ₋ᵢ(xᵢ)| the ⌊α(n + 1)⌋-th smallest lower and the ⌈(1 − α)(n + 1)⌉-th smallest upper value. Covers
 * with at least 1 − 2α, about 1 − α where the models are stable. Undefined where n < 1/α − 1.
 *
 * @param residuals |observed − predicted| out of fold, one a patient
 * @param predictions for the new patient, by the model that had left each of those patients out
 * @example jackknifePlus(Float64Array.of(1, 2, 3), Float64Array.of(10, 10, 11), 0.25) // => { lower: 8, upper: 14 }
 * @see Barber RF, Candès EJ, Ramdas A, Tibshirani RJ (2021) Ann Stat 49:486–507
 */
export function jackknifePlus(
  residuals: Float64Array,
  predictions: Float64Array,
  alpha: number,
): { readonly lower: number; readonly upper: number } | { undefinedBecause: string } {
  const n = residuals.length;
  if (predictions.length !== n) {
    throw new ContractError('jackknife+', `${predictions.length} predictions for ${n} residuals`);
  }
  const bad = residuals.findIndex((r, i) => !(r >= 0 && r < Infinity) || !Number.isFinite(predictions[i]));
  if (bad >= 0) throw new ContractError('jackknife+', `not a residual or prediction (first: row ${bad})`);
  const found = conformalRank(n, alpha);
  if ('undefinedBecause' in found) return found;
  const lower = predictions.map((centre, i) => centre - residuals[i]).sort();
  const upper = predictions.map((centre, i) => centre + residuals[i]).sort();
  return { lower: lower[n - found.rank], upper: upper[found.rank - 1] };
}
