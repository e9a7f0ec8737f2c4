import type { Recalibration } from './recalibration.ts';

type VennAbers = Extract<Recalibration, { kind: 'venn_abers' }>;

/** The patient's risk were the outcome known to be 0 (`p0`) or 1 (`p1`), and the two merged. */
export interface VennAbersRisks {
  readonly p0: Float64Array;
  readonly p1: Float64Array;
  /** p1 / (1 − p0 + p1): the choice that loses least by log loss whichever of the two is right. */
  readonly p: Float64Array;
}

/**
 * Inductive Venn–Abers risks. The new patient joins the tuning patients once as non-event, once as event, and gets the
 * value of the isotonic fit of each; one of the two is perfectly calibrated whatever the sample size, and their distance
 * says how little the tuning patients tell.
 *
 * @example
 * const fitted = fitRecalibration('venn_abers', { y: Uint8Array.of(0, 1), p: Float64Array.of(0.2, 0.8) })
 * vennAbersRisks(fitted, Float64Array.of(0.5)).p // => Float64Array.of(0.5)
 * @see Vovk V, Petej I (2014) UAI 829–838; Vovk V, Petej I, Fedorova V (2015) NeurIPS 28:892–900
 */
export function vennAbersRisks(tuning: VennAbers, p: Float64Array): VennAbersRisks {
  const blocks = isotonicBlocks(tuning);
  const p0 = p.map((risk) => fittedWith(tuning, blocks, { risk, outcome: 0 }));
  const p1 = p.map((risk) => fittedWith(tuning, blocks, { risk, outcome: 1 }));
  return { p0, p1, p: p1.map((high, i) => high / (1 - p0[i] + high)) };
}

interface Blocks {
  /** Weight and events of the first k distinct risks. */
  readonly weight: Float64Array;
  readonly events: Float64Array;
  /** Where the last block of the isotonic fit of the first k risks starts. */
  readonly lastStart: Int32Array;
  /** Where the first block of the isotonic fit of the risks from k on ends. */
  readonly firstEnd: Int32Array;
}

/**
 * The blocks of the fits of every beginning and every end: what comes before the last block of a beginning is the fit
 * of a shorter beginning, so one number for each is the whole stack.
 */
function isotonicBlocks(tuning: VennAbers): Blocks {
  const size = tuning.p.length;
  const weight = new Float64Array(size + 1);
  const events = new Float64Array(size + 1);
  for (let k = 0; k < size; k++) {
    weight[k + 1] = weight[k] + tuning.weight[k];
    events[k + 1] = events[k] + tuning.events[k];
  }
  const mean = (from: number, to: number) => (events[to] - events[from]) / (weight[to] - weight[from]);
  const lastStart = new Int32Array(size + 1);
  for (let k = 1; k <= size; k++) {
    let start = k - 1;
    while (start > 0 && mean(lastStart[start], start) >= mean(start, k)) start = lastStart[start];
    lastStart[k] = start;
  }
  const firstEnd = new Int32Array(size + 1).fill(size);
  for (let k = size - 1; k >= 0; k--) {
    let end = k + 1;
    while (end < size && mean(end, firstEnd[end]) <= mean(k, end)) end = firstEnd[end];
    firstEnd[k] = end;
  }
  return { weight, events, lastStart, firstEnd };
}

/** The new patient is a block that pools with its neighbours until none violates the order. */
function fittedWith(
  { p }: VennAbers,
  { weight, events, lastStart, firstEnd }: Blocks,
  { risk, outcome }: { readonly risk: number; readonly outcome: 0 | 1 },
): number {
  let from = firstNotBelow(p, risk);
  let to = from < p.length && p[from] === risk ? from + 1 : from;
  const value = () => (events[to] - events[from] + outcome) / (weight[to] - weight[from] + 1);
  const mean = (a: number, b: number) => (events[b] - events[a]) / (weight[b] - weight[a]);
  for (;;) {
    if (from > 0 && mean(lastStart[from], from) >= value()) from = lastStart[from];
    else if (to < p.length && mean(to, firstEnd[to]) <= value()) to = firstEnd[to];
    else return value();
  }
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
