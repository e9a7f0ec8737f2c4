import { rankOrder } from '@raredx/metrics';
import { logit, openReplicates } from '@raredx/stats';
import type { Repeat } from '../population/population.ts';

/** At most about this many groups of like risks carry the calibration curve of a replicate. */
const calibrationGroups = 128;
/** So many distinct risks at either end are groups of their own, for Emax sits there. */
const outermost = 8;
const bins = 10;

/**
 * A repeat sorted once, highest risk first, and cut into cells of like risk that no threshold and no ECE bin edge
 * divides. A replicate only reweights: every metric follows from sums over the cells.
 */
export interface SortedRepeat {
  readonly patient: Uint32Array;
  readonly y: Float64Array;
  readonly p: Float64Array;
  /** First row of each cell, and the end. */
  readonly cellFrom: Uint32Array;
  readonly cells: number;
  /** Mean logit of a cell's risks. Absent where a risk is exactly 0 or 1. */
  readonly cellLogit: Float64Array | undefined;
  readonly cellMeanRisk: Float64Array;
  /** Cells [0, positiveCells[t]) hold the risks at or above thresholds[t]. */
  readonly positiveCells: Uint32Array;
}

/** Sums of one replicate, by cell and in all. */
export interface Tally {
  readonly weight: Float64Array;
  readonly events: Float64Array;
  readonly risks: Float64Array;
  totalWeight: number;
  totalEvents: number;
  squared: number;
  loss: number;
  averagePrecision: number;
}

function tieStarts(p: Float64Array): Uint32Array {
  const starts: number[] = [];
  for (let i = 0; i < p.length; i++) if (i === 0 || p[i] !== p[i - 1]) starts.push(i);
  return Uint32Array.from([...starts, p.length]);
}

/**
 * Half by rank, half by logit: no group spans more than 2/128 of the rows, nor 2/128 of the range of risks,
 * so that neither the bulk nor a long tail is blurred.
 */
function calibrationGroup(p: Float64Array, start: Uint32Array): Uint32Array {
  const ties = start.length - 1;
  const group = new Uint32Array(ties);
  if (ties <= calibrationGroups) return group.map((_, t) => t);
  const isOutermost = (t: number) => t < outermost || t >= ties - outermost;
  const at = (t: number) => logit(Math.min(Math.max(p[start[t]], 1e-12), 1 - 1e-12));
  const top = at(0);
  const range = top - at(ties - 1);
  for (let t = 0; t < ties; t++) {
    const share = 0.5 * (start[t] / p.length) + 0.5 * ((top - at(t)) / range);
    group[t] = isOutermost(t) ? calibrationGroups + t : Math.floor(share * calibrationGroups);
  }
  return group;
}

/** A cell lies within a tenth of the risk. Edges are k/10 as doubles: p · 10 may round over one that p has not reached. */
const tenths = Array.from({ length: bins - 1 }, (_, k) => (k + 1) / bins);
const binOf = (p: number) => tenths.filter((edge) => p >= edge).length;

function cellStarts(p: Float64Array, start: Uint32Array, thresholds: readonly number[]): Uint32Array {
  const group = calibrationGroup(p, start);
  const above = (risk: number) => thresholds.filter((t) => risk >= t).length;
  const cells: number[] = [];
  let before = -1;
  for (let t = 0; t < group.length; t++) {
    const risk = p[start[t]];
    const last = t === 0 ? 0 : p[start[t - 1]];
    const cut = t === 0 || group[t] !== group[t - 1] || binOf(risk) !== binOf(last);
    const passed = above(risk);
    if (cut || passed !== before) cells.push(t);
    before = passed;
  }
  return Uint32Array.from([...cells, group.length]);
}

/** Sorts and cuts one repeat. `thresholds` ascending. */
export function sortRepeat(repeat: Repeat, thresholds: readonly number[]): SortedRepeat {
  const n = repeat.y.length;
  const order = rankOrder(repeat.p).reverse();
  const p = Float64Array.from(order, (i) => repeat.p[i]);
  const y = Float64Array.from(order, (i) => repeat.y[i]);
  const tieStart = tieStarts(p);
  const cellStart = cellStarts(p, tieStart, thresholds);
  const cells = cellStart.length - 1;
  const cellFrom = Uint32Array.from(cellStart, (t) => tieStart[t]);
  const meanOf = (of: (risk: number) => number) =>
    Float64Array.from({ length: cells }, (_, c) => {
      let sum = 0;
      for (let i = cellFrom[c]; i < cellFrom[c + 1]; i++) sum += of(p[i]);
      return sum / (cellFrom[c + 1] - cellFrom[c]);
    });
  const extreme = n > 0 && (p[0] === 1 || p[n - 1] === 0);
  return {
    patient: Uint32Array.from(order, (i) => repeat.patient[i]),
    y,
    p,
    cellFrom,
    cells,
    cellLogit: extreme ? undefined : meanOf(logit),
    cellMeanRisk: meanOf((risk) => risk),
    positiveCells: Uint32Array.from(thresholds, (t) => {
      let c = 0;
      while (c < cells && p[cellFrom[c]] >= t) c++;
      return c;
    }),
  };
}

/** A sorted repeat in the memory of stats' replicate kernel. */
export interface OpenTally {
  readonly sums: Tally;
  /** Sums the rows with the patients' multiplicities, over the sums before. */
  readonly count: (counts: Uint16Array) => void;
  readonly close: () => void;
}

/** `patients`: those that are resampled together, as many as there are counts. */
export function openTally({ y, p, patient, cellFrom }: SortedRepeat, patients: number): OpenTally {
  const order = Uint32Array.from(y.keys());
  const rows = { y, p, unit: patient, units: patients, order };
  const replicates = openReplicates(rows, { cuts: cellFrom, loss: true });
  const { cellWeight: weight, cellEvents: events, cellRisks: risks } = replicates.tally();
  const totals = { totalWeight: 0, totalEvents: 0, squared: 0, loss: 0, averagePrecision: 0 };
  const sums: Tally = { weight, events, risks, ...totals };
  const count = (counts: Uint16Array) => {
    replicates.counts.set(counts);
    const made = replicates.tally();
    sums.totalWeight = made.weight;
    sums.totalEvents = made.events;
    sums.squared = made.squared;
    sums.loss = made.loss;
    sums.averagePrecision = made.precision / made.events;
  };
  return { sums, count, close: replicates.close };
}
