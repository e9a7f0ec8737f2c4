import type { Estimate } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { checkAlpha } from './class-risks.ts';
import { conformalRank } from './conformal-rank.ts';

/** (n + 1)(1 − α) is a whole number up to rounding only: 0.9 · 30 must not become rank 28. */
const slack = 1e-9;

export interface ConformalWeights {
  /** One a score; under covariate shift the density ratio of target to calibration. @default 1 */
  readonly w?: Float64Array;
  /** Weight of the person to be predicted. @default 1 */
  readonly testWeight?: number;
}

/**
 * The score up to which labels enter a conformal set: the smallest t with Σ wᵢ [sᵢ ≤ t] ≥ (1 − α)(Σ wᵢ + w_test).
 *
 * With unit weights it is the order statistic of rank ⌈(n + 1)(1 − α)⌉, which covers a new exchangeable patient with
 * probability at least 1 − α. One score a patient: samples of one patient are not exchangeable with those of another.
 * Weights 1/R for R repeats of a patient count the patient once. A rank beyond the last score does not exist, and the
 * reason says how many patients there are and how many it takes.
 *
 * @param scores nonconformity, higher is stranger; in any order
 * @throws ContractError where a score is not a number, a weight is negative, or alpha is outside (0, 1)
 * @example conformalQuantile(Float64Array.of(0.4, 0.1, 0.3, 0.2), 0.4) // => { value: 0.3 }
 * @example conformalQuantile(Float64Array.of(0.4, 0.1, 0.3, 0.2), 0.1) // => { undefinedBecause: 'unattainable: 4 calibration patients < 1/0.1 − 1 = 9' }
 * @see Vovk V, Gammerman A, Shafer G (2005) Algorithmic Learning in a Random World; with weights Tibshirani RJ et al. (2019) NeurIPS 32
 */
export function conformalQuantile(
  scores: Float64Array,
  alpha: number,
  { w, testWeight = 1 }: ConformalWeights = {},
): Estimate {
  checkScores(scores, alpha, { w, testWeight });
  const total = w ? w.reduce((sum, weight) => sum + weight, 0) : scores.length;
  const needed = (1 - alpha) * (total + testWeight) - slack * Math.max(1, total);
  if (needed > total) return { undefinedBecause: unattainable(total, alpha, testWeight) };
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b] || a - b);
  let passed = 0;
  for (const row of order) {
    passed += w ? w[row] : 1;
    if (passed >= needed) return { value: scores[row] };
  }
  return { value: scores[order[order.length - 1]] };
}

function unattainable(total: number, alpha: number, testWeight: number): string {
  const patients = Math.round(total);
  if (testWeight === 1 && Math.abs(total - patients) < 1e-6) {
    const found = conformalRank(patients, alpha);
    if ('undefinedBecause' in found) return found.undefinedBecause;
  }
  const own = total + testWeight === 0 ? 1 : testWeight / (total + testWeight);
  return `unattainable: the new patient has ${(100 * own).toPrecision(3)} % of the weight, more than ${Number((100 * alpha).toPrecision(6))} %`;
}

function checkScores(
  scores: Float64Array,
  alpha: number,
  { w, testWeight }: { readonly w: Float64Array | undefined; readonly testWeight: number },
): void {
  checkAlpha('conformal quantile', alpha);
  const bad = scores.findIndex(Number.isNaN);
  if (bad >= 0) throw new ContractError('conformal quantile', `score is not a number (first: row ${bad})`);
  if (!(testWeight >= 0)) {
    throw new ContractError('conformal quantile', `test weight negative (${testWeight})`);
  }
  if (!w) return;
  if (w.length !== scores.length) {
    throw new ContractError('conformal quantile', `w has ${w.length} rows, scores have ${scores.length}`);
  }
  const negative = w.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (negative >= 0) {
    throw new ContractError('conformal quantile', `weight negative or not finite (first: row ${negative})`);
  }
}
