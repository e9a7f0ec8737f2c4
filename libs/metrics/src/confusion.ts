import { checkJudged, type Judged } from './judged.ts';
import { checkThreshold } from './metric.ts';

export interface Confusion {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
}

/**
 * The two-by-two table at a decision threshold: p >= threshold is positive. Counts are weights where rows have them.
 *
 * @example confusion({ y: Uint8Array.of(1, 0, 1), p: Float64Array.of(0.9, 0.5, 0.2) }, 0.5) // => { truePositive: 1, falsePositive: 1, trueNegative: 0, falseNegative: 1 }
 */
export function confusion(data: Judged, threshold: number): Confusion {
  checkJudged('confusion', data);
  checkThreshold('confusion', threshold);
  return countConfusion(data, threshold);
}

/** The same without the checks, for callers that have made them. */
export function countConfusion({ y, p, w }: Judged, threshold: number): Confusion {
  let truePositive = 0;
  let falsePositive = 0;
  let trueNegative = 0;
  let falseNegative = 0;
  for (let row = 0; row < y.length; row++) {
    const weight = w ? w[row] : 1;
    if (p[row] >= threshold) {
      if (y[row] === 1) truePositive += weight;
      else falsePositive += weight;
    } else if (y[row] === 1) falseNegative += weight;
    else trueNegative += weight;
  }
  return { truePositive, falsePositive, trueNegative, falseNegative };
}
