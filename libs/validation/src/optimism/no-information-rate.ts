import type { Estimate } from '@raredx/stats';
import type { OptimismMetric } from './optimism-metric.ts';

/**
 * What a metric would be if outcome and risk had nothing to do with each other: its mean over all pairs of one patient's
 * outcome with another's risk. AUROC 0.5 and calibration slope 0 by definition. Calibration in the large sees only the
 * mean of both, so it has no such rate.
 *
 * @example noInformationRate('brier', { y: Uint8Array.of(1, 0), p: Float64Array.of(0.5, 0.5) }) // => { value: 0.25 }
 * @see Efron B, Tibshirani R (1997) J Am Stat Assoc 92:548–560, equation 27
 */
export function noInformationRate(
  metric: OptimismMetric,
  { y, p }: { readonly y: Uint8Array; readonly p: Float64Array },
): Estimate {
  const rate = y.reduce((sum, outcome) => sum + outcome, 0) / y.length;
  const brier = pairs(rate, p, (risk, outcome) => (risk - outcome) ** 2);
  switch (metric) {
    case 'auroc':
      return { value: 0.5 };
    case 'calibration_slope':
      return { value: 0 };
    case 'brier':
      return { value: brier };
    case 'brier_scaled':
      return { value: 1 - brier / (rate * (1 - rate)) };
    case 'log_loss': {
      const value = pairs(rate, p, (risk, outcome) => -(outcome === 1 ? Math.log(risk) : Math.log1p(-risk)));
      return Number.isFinite(value) ? { value } : { undefinedBecause: 'p is exactly 0 or 1' };
    }
    case 'calibration_in_the_large':
      return {
        undefinedBecause:
          'no no-information rate: calibration in the large is the same whoever has which risk',
      };
  }
}

function pairs(rate: number, p: Float64Array, loss: (risk: number, outcome: 0 | 1) => number): number {
  let total = 0;
  for (const risk of p) total += rate * loss(risk, 1) + (1 - rate) * loss(risk, 0);
  return total / p.length;
}
