import { aurocInterval, auroc as aurocOf } from '@raredx/metrics';
import type { Estimate, Interval } from '@raredx/stats';
import { ContractError } from '@raredx/tables';

export interface OodSeparation {
  /** That a strange patient scores higher than a known one, ties counted half. */
  readonly auroc: Estimate;
  readonly interval: Interval | { undefinedBecause: string };
  /** Share of strange patients taken for known by the cut that keeps at least 95 % of the known. */
  readonly fpr95: Estimate;
}

/**
 * How well a score of strangeness (higher is stranger) tells strange patients from known ones.
 *
 * @example oodSeparation(Float64Array.of(1, 2, 3), Float64Array.of(2.5, 4), 0.95).auroc // => { value: 0.8333333 }
 * @example oodSeparation(Float64Array.of(1, 2, 3), Float64Array.of(2.5, 4), 0.95).fpr95 // => { value: 0.5 }
 */
export function oodSeparation(known: Float64Array, strange: Float64Array, confidence: number): OodSeparation {
  const scores = Float64Array.from([...known, ...strange]);
  const bad = scores.findIndex(Number.isNaN);
  if (bad >= 0) throw new ContractError('ood separation', `score is not a number (first: row ${bad})`);
  const data = {
    y: Uint8Array.from(scores, (_, i) => (i < known.length ? 0 : 1)),
    // AUROC sees the order only: ranks stand in for scores that are no risks.
    p: denseRanks(scores),
  };
  const none = { undefinedBecause: known.length === 0 ? 'no known patients' : 'no strange patients' };
  if (known.length === 0 || strange.length === 0) return { auroc: none, interval: none, fpr95: none };
  const cut = known.toSorted()[Math.ceil(0.95 * known.length - 1e-9) - 1];
  return {
    auroc: aurocOf(data),
    interval: aurocInterval(data, { confidence, scale: 'logit' }),
    fpr95: { value: strange.filter((score) => score <= cut).length / strange.length },
  };
}

/** 0 for the lowest value up to 1 for the highest, equal for equal values. */
function denseRanks(values: Float64Array): Float64Array {
  const distinct = Float64Array.from(new Set(values)).sort();
  const rank = new Map(Array.from(distinct, (value, place) => [value, place / distinct.length]));
  return values.map((value) => rank.get(value) as number);
}
