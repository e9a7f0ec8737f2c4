import { checkLogisticData, type LogisticData } from './logistic-data.ts';

/**
 * The rows that count, standardised and side by side in memory: a bootstrap resample leaves out a third of its rows,
 * and centred columns keep the normal equations well conditioned.
 */
export interface LogisticDesign {
  readonly rows: number;
  /** Row of the data for each row of the design. */
  readonly kept: Uint32Array;
  readonly slopes: number;
  readonly intercept: boolean;
  /** slopes * rows: one column after the other */
  readonly z: Float64Array;
  readonly y: Float64Array;
  readonly w: Float64Array;
  readonly offset: Float64Array;
  readonly totals: { readonly weight: number; readonly events: number; readonly nonEvents: number };
  readonly centre: Float64Array;
  readonly scale: Float64Array;
  /** ridge on the scale of z, intercept first where there is one */
  readonly penalty: Float64Array;
}

export function logisticDesign(data: LogisticData): LogisticDesign {
  checkLogisticData(data);
  const { kept, y, w, offset, totals } = packRows(data);
  const slopes = data.columns.length;
  const intercept = data.intercept !== false;
  const z = new Float64Array(kept.length * slopes);
  const centre = new Float64Array(slopes);
  const scale = new Float64Array(slopes);
  const penalty = new Float64Array(slopes + (intercept ? 1 : 0));
  for (let j = 0; j < slopes; j++) {
    const column = data.columns[j]!;
    const moments = intercept ? weightedMoments(column, kept, w) : weightedScale(column, kept, w);
    centre[j] = moments.centre;
    scale[j] = moments.scale;
    // A constant column becomes zeros: its pivot is zero whatever its rounding.
    const factor = moments.constant ? 0 : 1 / moments.scale;
    const at = j * kept.length;
    for (let i = 0; i < kept.length; i++) z[at + i] = (column[kept[i]!]! - moments.centre) * factor;
    penalty[j + (intercept ? 1 : 0)] = (data.ridge ?? 0) / moments.scale ** 2;
  }
  return { rows: kept.length, kept, slopes, intercept, z, y, w, offset, totals, centre, scale, penalty };
}

function packRows(data: LogisticData) {
  const n = data.y.length;
  let rows = 0;
  const kept = new Uint32Array(n);
  const y = new Float64Array(n);
  const w = new Float64Array(n);
  const offset = new Float64Array(n);
  let weight = 0;
  let events = 0;
  let nonEvents = 0;
  for (let i = 0; i < n; i++) {
    const weightHere = data.w === undefined ? 1 : data.w[i]!;
    if (weightHere === 0) continue;
    const outcome = data.y[i]!;
    const shift = data.offset === undefined ? 0 : data.offset[i]!;
    if (!(weightHere > 0 && weightHere < Infinity))
      throw new RangeError(`fitLogistic: w must be finite and >= 0 (row ${i + 1})`);
    if (!(outcome >= 0 && outcome <= 1))
      throw new RangeError(`fitLogistic: y must be in [0, 1] (row ${i + 1})`);
    if (!Number.isFinite(shift)) throw new RangeError(`fitLogistic: offset is not finite (row ${i + 1})`);
    weight += weightHere;
    events += weightHere * outcome;
    nonEvents += weightHere * (1 - outcome);
    kept[rows] = i;
    y[rows] = outcome;
    w[rows] = weightHere;
    offset[rows] = shift;
    rows += 1;
  }
  return { kept: kept.subarray(0, rows), y, w, offset, totals: { weight, events, nonEvents } };
}

function weightedMoments(column: Float64Array, kept: Uint32Array, w: Float64Array) {
  let total = 0;
  let first = 0;
  for (let i = 0; i < kept.length; i++) {
    total += w[i]!;
    first += w[i]! * column[kept[i]!]!;
  }
  const centre = kept.length === 0 ? 0 : first / total;
  let second = 0;
  for (let i = 0; i < kept.length; i++) second += w[i]! * (column[kept[i]!]! - centre) ** 2;
  return scaled(column, kept, { centre, variance: second / total });
}

function weightedScale(column: Float64Array, kept: Uint32Array, w: Float64Array) {
  let total = 0;
  let second = 0;
  for (let i = 0; i < kept.length; i++) {
    total += w[i]!;
    second += w[i]! * column[kept[i]!]! ** 2;
  }
  return scaled(column, kept, { centre: 0, variance: second / total });
}

function scaled(column: Float64Array, kept: Uint32Array, moments: { centre: number; variance: number }) {
  if (kept.length > 0 && !Number.isFinite(moments.variance)) {
    const row = kept.find((i) => !Number.isFinite(column[i]!));
    throw new RangeError(`fitLogistic: column is not finite (row ${row === undefined ? '?' : row + 1})`);
  }
  const scale = Math.sqrt(moments.variance);
  const constant = !(scale > 1e-12 * Math.abs(moments.centre));
  return { centre: moments.centre, scale: constant ? 1 : scale, constant };
}
