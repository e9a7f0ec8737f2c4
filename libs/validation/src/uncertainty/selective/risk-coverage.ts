import type { Estimate } from '@raredx/stats';
import { ContractError } from '@raredx/tables';

/** Rows from the surest down, with the ends of runs of equal confidence. */
export interface SelectiveOrder {
  readonly order: Uint32Array;
  readonly runEnds: Uint32Array;
}

export interface RiskCoverage {
  /** Mean loss of the rows kept at each asked coverage. */
  readonly risks: Float64Array;
  /** Mean of the risk over coverage 1/n, 2/n, …, 1. */
  readonly aurc: Estimate;
  /** Largest coverage at which the risk is at most each asked target. */
  readonly coverages: readonly Estimate[];
}

export interface RiskCoverageOptions {
  /** In (0, 1]. */
  readonly at: readonly number[];
  readonly targetRisks: readonly number[];
  /** Copies of each row (whole numbers): a bootstrap sorts once and recounts. */
  readonly counts?: Float64Array;
}

/**
 * Sorts once for any number of resamples.
 *
 * @example selectiveOrder(Float64Array.of(0.5, 0.9, 0.5)) // => { order: Uint32Array.of(1, 0, 2), runEnds: Uint32Array.of(1, 3) }
 */
export function selectiveOrder(confidence: Float64Array): SelectiveOrder {
  const bad = confidence.findIndex(Number.isNaN);
  if (bad >= 0) throw new ContractError('selective order', `confidence is not a number (first: row ${bad})`);
  const order = Uint32Array.from(confidence.keys()).sort((a, b) => confidence[b] - confidence[a] || a - b);
  const ends: number[] = [];
  for (let i = 1; i <= order.length; i++) {
    if (i === order.length || confidence[order[i]] !== confidence[order[i - 1]]) ends.push(i);
  }
  return { order, runEnds: Uint32Array.from(ends) };
}

/**
 * Risk–coverage curve of a model that may refuse: the mean loss of the rows it keeps when it answers the surest share c.
 * Rows of equal confidence enter in random order, of which the expectation is taken. `aurc` near the loss at full coverage
 * says that confidence tells nothing.
 *
 * @param loss of each row, e.g. 1 where the likelier class is wrong
 * @example riskCoverage(Float64Array.of(0, 1, 0, 1), selectiveOrder(Float64Array.of(0.9, 0.6, 0.8, 0.7)), { at: [0.5, 1], targetRisks: [0.4] }) // => { risks: Float64Array.of(0, 0.5), aurc: { value: 0.2083333 }, coverages: [{ value: 0.75 }] }
 * @see Geifman Y, El-Yaniv R (2017) Selective classification for deep neural networks. NeurIPS 30
 */
export function riskCoverage(
  loss: Float64Array,
  { order, runEnds }: SelectiveOrder,
  { at, targetRisks, counts = new Float64Array(loss.length).fill(1) }: RiskCoverageOptions,
): RiskCoverage | { undefinedBecause: string } {
  if (order.length !== loss.length) {
    throw new ContractError('risk coverage', `order has ${order.length} rows, loss has ${loss.length}`);
  }
  let total = 0;
  for (let row = 0; row < loss.length; row++) total += counts[row];
  if (total === 0) return { undefinedBecause: 'no rows' };
  const edges = at.map((share, place) => ({ rows: share * total, place })).sort((a, b) => a.rows - b.rows);
  const risks = new Float64Array(at.length);
  const largest = new Float64Array(targetRisks.length);
  let area = 0;
  let kept = 0;
  let lost = 0;
  let next = 0;
  let row = 0;
  for (const end of runEnds) {
    let runRows = 0;
    let runLoss = 0;
    for (; row < end; row++) {
      const copies = counts[order[row]];
      runRows += copies;
      runLoss += copies * loss[order[row]];
    }
    if (runRows === 0) continue;
    const each = runLoss / runRows;
    for (; next < edges.length && edges[next].rows <= kept + runRows + 1e-9; next++) {
      const { rows, place } = edges[next];
      risks[place] = (lost + each * (rows - kept)) / rows;
    }
    for (let k = 1; k <= runRows; k++) {
      const risk = (lost + each * k) / (kept + k);
      area += risk;
      for (let t = 0; t < largest.length; t++) if (risk <= targetRisks[t]) largest[t] = kept + k;
    }
    kept += runRows;
    lost += runLoss;
  }
  return {
    risks,
    aurc: { value: area / total },
    coverages: targetRisks.map((target, t) =>
      largest[t] > 0
        ? { value: largest[t] / total }
        : { undefinedBecause: `at no coverage is the risk at most ${target}` },
    ),
  };
}
