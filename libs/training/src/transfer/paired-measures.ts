/** Risks of some rows: one a row for a binary outcome, else one a row and class, row-major. */
export interface StatedRisks {
  readonly units: number;
  readonly risks: Float64Array;
}

/** A measure of one model's risks as a function of row weights; null where these weights define none. */
export type WeightedMeasure = (weights: Float64Array) => number | null;

/** Mean −ln p of the observed class. A risk of exactly 0 counts as 1e-15. */
export function weightedLogLoss({ units, risks }: StatedRisks, classes: ArrayLike<number>): WeightedMeasure {
  const losses = Float64Array.from({ length: classes.length }, (_, row) => {
    const own = classes[row];
    const p = units > 1 ? risks[row * units + own] : own === 1 ? risks[row] : 1 - risks[row];
    return 0 - Math.log(Math.max(p, 1e-15));
  });
  return weightedMean(losses);
}

/** Share of rows whose most probable class is the observed one; of tied classes the first counts. */
export function weightedAccuracy({ units, risks }: StatedRisks, classes: ArrayLike<number>): WeightedMeasure {
  const right = Float64Array.from({ length: classes.length }, (_, row) => {
    const own = risks.subarray(row * units, (row + 1) * units);
    return own.indexOf(Math.max(...own)) === classes[row] ? 1 : 0;
  });
  return weightedMean(right);
}

/** Area under the ROC curve with weights: a pair counts as the product of its weights, a tie half. */
export function weightedAuroc({ risks }: StatedRisks, classes: ArrayLike<number>): WeightedMeasure {
  const order = Uint32Array.from(risks, (_, row) => row).sort((a, b) => risks[a] - risks[b]);
  return (weights) => {
    let below = 0;
    let events = 0;
    let won = 0;
    for (let at = 0; at < order.length; ) {
      let tiedNon = 0;
      let tiedEvents = 0;
      const risk = risks[order[at]];
      for (; at < order.length && risks[order[at]] === risk; at++) {
        if (classes[order[at]] === 1) tiedEvents += weights[order[at]];
        else tiedNon += weights[order[at]];
      }
      won += tiedEvents * (below + tiedNon / 2);
      below += tiedNon;
      events += tiedEvents;
    }
    return below > 0 && events > 0 ? won / (below * events) : null;
  };
}

function weightedMean(values: Float64Array): WeightedMeasure {
  return (weights) => {
    let total = 0;
    let weight = 0;
    for (let row = 0; row < values.length; row++) {
      total += weights[row] * values[row];
      weight += weights[row];
    }
    return weight > 0 ? total / weight : null;
  };
}

/** All rows once. */
export const evenWeights = (rows: number): Float64Array => new Float64Array(rows).fill(1);
