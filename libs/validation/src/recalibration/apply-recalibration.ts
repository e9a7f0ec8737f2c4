import { expit, type IsotonicCurve, logit } from '@raredx/stats';
import type { Recalibration } from './recalibration.ts';
import { vennAbersRisks } from './venn-abers-risks.ts';

/**
 * Recalibrated risks, one for each given. A risk of exactly 0 or 1 stays the limit of its neighbours.
 *
 * @example applyRecalibration({ kind: 'temperature', temperature: 1 }, Float64Array.of(0.5, 0)) // => Float64Array.of(0.5, 0)
 */
export function applyRecalibration(recalibration: Recalibration, p: Float64Array): Float64Array {
  switch (recalibration.kind) {
    case 'intercept':
      return p.map((risk) => expit(recalibration.intercept + logit(risk)));
    case 'temperature':
      return p.map((risk) => expit(logit(risk) / recalibration.temperature));
    case 'intercept_slope': {
      const { intercept, slope } = recalibration;
      return p.map((risk) => expit(intercept + times(slope, logit(risk))));
    }
    case 'platt':
      return p.map((risk) => expit(-(recalibration.a * risk + recalibration.b)));
    case 'beta': {
      const { a, b, c } = recalibration;
      return p.map((risk) => expit(c + times(a, Math.log(risk)) - times(b, Math.log1p(-risk))));
    }
    case 'isotonic':
      return p.map((risk) => straightBetween(recalibration.curve, risk));
    case 'venn_abers':
      return vennAbersRisks(recalibration, p).p;
  }
}

/** 0 × ∞ is 0: a coefficient of 0 leaves its term out. */
function times(coefficient: number, value: number): number {
  return coefficient === 0 ? 0 : coefficient * value;
}

/** Straight lines between the fitted risks, level outside, as scikit-learn's `out_of_bounds='clip'`. */
function straightBetween({ x, fitted }: IsotonicCurve, at: number): number {
  const last = x.length - 1;
  if (at <= x[0]) return fitted[0];
  if (at >= x[last]) return fitted[last];
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  if (fitted[low] === fitted[high]) return fitted[low];
  const share = (at - x[low]) / (x[high] - x[low]);
  return fitted[low] + share * (fitted[high] - fitted[low]);
}
