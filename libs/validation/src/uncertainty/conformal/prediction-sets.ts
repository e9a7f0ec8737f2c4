import type { Estimate } from '@raredx/stats';
import { ContractError } from '@raredx/tables';

/**
 * Labels whose score is at most the quantile: rows × classes of 0 and 1, row-major. One quantile for all classes, or one
 * a class; a class whose quantile is unattainable is in every set, as nothing rules it out.
 *
 * @example predictionSets(Float64Array.of(0.25, 0.75, 0.5, 0.5), { value: 0.5 }, 2) // => Uint8Array.of(1, 0, 1, 1)
 */
export function predictionSets(
  scores: Float64Array,
  quantiles: Estimate | readonly Estimate[],
  classes: number,
): Uint8Array {
  const each = 'length' in quantiles ? quantiles : Array.from({ length: classes }, () => quantiles);
  if (each.length !== classes || scores.length % classes !== 0) {
    throw new ContractError('prediction sets', `${each.length} quantiles for ${classes} classes`);
  }
  const limits = each.map((limit) => ('value' in limit ? limit.value : Number.POSITIVE_INFINITY));
  return Uint8Array.from(scores, (score, cell) => (score <= limits[cell % classes] ? 1 : 0));
}

/**
 * The same, but at least down to the label at which the total risk reaches the quantile (APS as Romano et al. print it):
 * never empty. For scores of `adaptiveScores` without `u`.
 *
 * @example crossingSets({ classes: 2, p: Float64Array.of(0.625, 0.375) }, 0.5) // => Uint8Array.of(1, 0)
 */
export function crossingSets(
  { classes, p }: { readonly classes: number; readonly p: Float64Array },
  quantile: number,
): Uint8Array {
  const sets = new Uint8Array(p.length);
  for (let at = 0; at < p.length; at += classes) {
    const order = Array.from({ length: classes }, (_, k) => k).sort((a, b) => p[at + b] - p[at + a] || a - b);
    let above = 0;
    for (const [place, k] of order.entries()) {
      if (place > 0 && above >= quantile) break;
      sets[at + k] = 1;
      above += p[at + k];
    }
  }
  return sets;
}
