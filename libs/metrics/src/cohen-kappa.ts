import { type Interval, normalQuantile } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { checkConfidence } from './proportion.ts';

export interface Kappa extends Interval {
  readonly kappa: number;
  /** Share of cases in which both agree. */
  readonly agreement: number;
}

/**
 * Cohen's kappa of two raters over k categories, with the large-sample interval of Fleiss, Cohen and Everitt.
 *
 *     κ = (pₒ − pₑ) / (1 − pₑ)
 *
 * `table` is k × k counts, row-major: first rater by second. Undefined without cases, or when chance alone makes the
 * raters agree always (each uses one and the same category).
 *
 * @example cohenKappa(Float64Array.of(35, 15, 15, 35), { confidence: 0.95 }) // => { kappa: 0.4, agreement: 0.7, lower: 0.220366, upper: 0.579634, confidence: 0.95, method: 'Fleiss-Cohen-Everitt' }
 * @see Fleiss JL, Cohen J, Everitt BS (1969) Psychol Bull 72:323–327
 */
export function cohenKappa(
  table: Float64Array,
  { confidence }: { readonly confidence: number },
): Kappa | { undefinedBecause: string } {
  checkConfidence('kappa', confidence);
  const k = Math.round(Math.sqrt(table.length));
  if (k < 2 || k * k !== table.length || table.some((count) => !(count >= 0))) {
    throw new ContractError('kappa', `not a square table of counts (${table.length} cells)`);
  }
  const total = table.reduce((sum, count) => sum + count, 0);
  if (total === 0) return { undefinedBecause: 'no rows' };
  const share = table.map((count) => count / total);
  const { first, second } = marginsOf(share, k);
  let agreement = 0;
  let chance = 0;
  for (let i = 0; i < k; i++) {
    agreement += share[i * k + i];
    chance += first[i] * second[i];
  }
  if (chance >= 1) return { undefinedBecause: 'both raters use one category only' };
  const kappa = (agreement - chance) / (1 - chance);
  let variance = -((kappa - chance * (1 - kappa)) ** 2);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const term =
        i === j
          ? 1 - (first[i] + second[i]) * (1 - kappa)
          : // The second rater's margin at i and the first's at j, in this order: the formula crosses them.
            (second[i] + first[j]) * (1 - kappa);
      variance += share[i * k + j] * term * term;
    }
  }
  const margin =
    (normalQuantile((1 + confidence) / 2) * Math.sqrt(Math.max(0, variance) / total)) / (1 - chance);
  return {
    kappa,
    agreement,
    lower: Math.max(-1, kappa - margin),
    upper: Math.min(1, kappa + margin),
    confidence,
    method: 'Fleiss-Cohen-Everitt',
  };
}

function marginsOf(share: Float64Array, k: number): { first: Float64Array; second: Float64Array } {
  const first = new Float64Array(k);
  const second = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      first[i] += share[i * k + j];
      second[j] += share[i * k + j];
    }
  }
  return { first, second };
}
