import { rankOrder } from '@raredx/metrics';
import { logit } from '@raredx/stats';
import type { Repeat } from '../population/population.ts';

/** At most about this many groups of like risks carry the calibration curve of a replicate. */
const calibrationGroups = 128;
/** So many distinct risks at either end are groups of their own, for Emax sits there. */
const outermost = 8;
const eceBins = 10;

/**
 * A repeat sorted once, highest risk first, and cut into cells of like risk that no threshold and no ECE bin edge
 * divides. A replicate only reweights: every metric follows from sums over the cells.
 */
export interface SortedRepeat {
  readonly patient: Uint32Array;
  readonly y: Float64Array;
  readonly p: Float64Array;
  readonly squared: Float64Array;
  readonly loss: Float64Array;
  /** Ends of stretches of rows: each run of equal risks that holds an event ends one, each cell ends one. */
  readonly stretchEnd: Uint32Array;
  /** First stretch of each cell, and the end. */
  readonly cellStretch: Uint32Array;
  readonly cells: number;
  /** Mean logit of a cell's risks. Absent where a risk is exactly 0 or 1. */
  readonly cellLogit: Float64Array | undefined;
  readonly cellMeanRisk: Float64Array;
  readonly cellBin: Uint8Array;
  /** Cells [0, positiveCells[t]) hold the risks at or above thresholds[t]. */
  readonly positiveCells: Uint32Array;
}

/** Sums of one replicate. */
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

/** The bin edges are k/10 as doubles: p · 10 may round over one that p has not reached. */
const eceEdges = Array.from({ length: eceBins - 1 }, (_, k) => (k + 1) / eceBins);
const binOf = (p: number) => eceEdges.filter((edge) => p >= edge).length;

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

/** Cells hold whole runs of ties, so the stretches nest in them. */
function stretches(y: Float64Array, tieStart: Uint32Array, cellStart: Uint32Array) {
  const ends: number[] = [];
  const cellStretch = [0];
  for (let c = 0; c + 1 < cellStart.length; c++) {
    for (let t = cellStart[c]; t < cellStart[c + 1]; t++) {
      const hasEvent = y.subarray(tieStart[t], tieStart[t + 1]).includes(1);
      if (hasEvent || t + 1 === cellStart[c + 1]) ends.push(tieStart[t + 1]);
    }
    cellStretch.push(ends.length);
  }
  return { stretchEnd: Uint32Array.from(ends), cellStretch: Uint32Array.from(cellStretch) };
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
    squared: p.map((risk, i) => (risk - y[i]) ** 2),
    loss: p.map((risk, i) => -Math.log(y[i] === 1 ? risk : 1 - risk)),
    ...stretches(y, tieStart, cellStart),
    cells,
    cellLogit: extreme ? undefined : meanOf(logit),
    cellMeanRisk: meanOf((risk) => risk),
    cellBin: Uint8Array.from({ length: cells }, (_, c) => binOf(p[cellFrom[c]])),
    positiveCells: Uint32Array.from(thresholds, (t) => {
      let c = 0;
      while (c < cells && p[cellFrom[c]] >= t) c++;
      return c;
    }),
  };
}

export function createTally(cells: number): Tally {
  return {
    weight: new Float64Array(cells),
    events: new Float64Array(cells),
    risks: new Float64Array(cells),
    totalWeight: 0,
    totalEvents: 0,
    squared: 0,
    loss: 0,
    averagePrecision: 0,
  };
}

/** One pass over the rows with the patients' multiplicities. */
export function tally(sorted: SortedRepeat, counts: Uint16Array, into: Tally): Tally {
  const { patient, y, p, squared, loss, stretchEnd, cellStretch, cells } = sorted;
  let all = 0;
  let found = 0;
  let missed = 0;
  let lost = 0;
  let precision = 0;
  let row = 0;
  for (let c = 0; c < cells; c++) {
    const allBefore = all;
    const foundBefore = found;
    let risks = 0;
    for (let s = cellStretch[c]; s < cellStretch[c + 1]; s++) {
      const foundAbove = found;
      for (const end = stretchEnd[s]; row < end; row++) {
        const w = counts[patient[row]];
        all += w;
        found += w * y[row];
        risks += w * p[row];
        missed += w * squared[row];
        lost += w * loss[row];
      }
      if (found > foundAbove) precision += ((found - foundAbove) * found) / all;
    }
    into.weight[c] = all - allBefore;
    into.events[c] = found - foundBefore;
    into.risks[c] = risks;
  }
  into.totalWeight = all;
  into.totalEvents = found;
  into.squared = missed;
  into.loss = lost;
  into.averagePrecision = precision / found;
  return into;
}
