import type { OutcomeSequence } from './calibration-evidence.ts';

/** Steps of a chart: what an event, and what no event, adds at one risk. */
export interface ChartStep {
  readonly event: number;
  readonly noEvent: number;
}

/**
 * Log likelihood ratio of odds multiplied by `oddsRatio` against the stated risk.
 *
 * @example chartStep(0.5, 2).event // => 0.28768207
 * @see Steiner SH, Cook RJ, Farewell VT, Treasure T (2000) Monitoring surgical performance using risk-adjusted cumulative sum charts. Biostatistics 1:441–452, equation 2.3
 */
export function chartStep(p: number, oddsRatio: number): ChartStep {
  const scale = -Math.log(1 - p + oddsRatio * p);
  return { event: Math.log(oddsRatio) + scale, noEvent: scale };
}

export interface CusumChart {
  readonly oddsRatio: number;
  /** After each patient; 0 or more. */
  readonly path: Float64Array;
}

/**
 * Risk-adjusted CUSUM: the log likelihood ratio of a change of the odds, summed and held at 0 from below.
 *
 * @example riskAdjustedCusum({ y: Uint8Array.of(0, 1), p: Float64Array.of(0.5, 0.5) }, 2).path // => Float64Array.of(0, 0.28768207)
 */
export function riskAdjustedCusum({ y, p }: OutcomeSequence, oddsRatio: number): CusumChart {
  const path = new Float64Array(y.length);
  let height = 0;
  for (let t = 0; t < y.length; t++) {
    const step = chartStep(p[t]!, oddsRatio);
    height = Math.max(0, height + (y[t] === 1 ? step.event : step.noEvent));
    path[t] = height;
  }
  return { oddsRatio, path };
}

/**
 * Where a change most likely began, once the chart has reached a height: after it last stood at 0.
 *
 * @example changeBefore(Float64Array.of(1, 0, 1, 2), 3) // => 2
 */
export function changeBefore(path: Float64Array, alarm: number): number {
  let start = alarm;
  while (start > 0 && path[start - 1]! > 0) start--;
  return start;
}
