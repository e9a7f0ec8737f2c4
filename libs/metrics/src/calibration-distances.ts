import { quantile, weightedQuantile } from '@raredx/stats';
import { flexibleCalibration } from './flexible-calibration.ts';
import { checkJudged, type Judged } from './judged.ts';
import { rankOrder } from './rank-order.ts';

export interface CalibrationDistances {
  readonly ici: number;
  readonly e50: number;
  readonly e90: number;
  readonly emax: number;
  readonly eci: number;
}

/**
 * ICI, E50, E90, Emax and ECI from one fit of the flexible calibration curve: what the five metrics of these names give
 * one by one. `start` are the coefficients of a curve fitted before on nearly the same rows.
 *
 * @example calibrationDistances({ y: Uint8Array.of(0, 1, 0, 0, 1, 0, 1, 1), p: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8) }) // => { ici: 0.149864, e50: 0.161953, e90: 0.20076, emax: 0.210977, eci: 2.52071 }
 */
export function calibrationDistances(
  data: Judged,
  start?: Float64Array,
): CalibrationDistances | { undefinedBecause: string } {
  checkJudged('calibration distances', data);
  const curve = flexibleCalibration(data, start);
  if ('undefinedBecause' in curve) return curve;
  const { p, w } = data;
  const distances = Float64Array.from(curve.observed, (observed, row) => Math.abs(observed - p[row]));
  let sum = 0;
  let squares = 0;
  let total = 0;
  let emax = 0;
  for (let row = 0; row < p.length; row++) {
    const weight = w ? w[row] : 1;
    if (weight === 0) continue;
    sum += weight * distances[row];
    squares += weight * distances[row] ** 2;
    total += weight;
    if (distances[row] > emax) emax = distances[row];
  }
  const at = quantilesOf(distances, w);
  return { ici: sum / total, e50: at(0.5), e90: at(0.9), emax, eci: (100 * squares) / total };
}

function quantilesOf(distances: Float64Array, w: Float64Array | undefined): (q: number) => number {
  if (!w) {
    const sorted = distances.slice().sort();
    return (q) => quantile(sorted, q);
  }
  const order = rankOrder(distances).filter((row) => w[row] > 0);
  const sorted = Float64Array.from(order, (row) => distances[row]);
  const weights = Float64Array.from(order, (row) => w[row]);
  return (q) => weightedQuantile(sorted, weights, q);
}
