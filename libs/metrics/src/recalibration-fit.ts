import { fitLogistic, type LogisticFit } from '@raredx/stats';
import { classTotals, lackingClass } from './class-totals.ts';
import type { Judged } from './judged.ts';
import { riskLogits } from './risk-logits.ts';

/**
 * Logistic regression of the outcome on the model's own logit. `offset`: the slope is fixed at 1 and only the intercept
 * is fitted (calibration in the large). `line`: intercept and slope (weak calibration). A fit made before on nearly the
 * same rows may serve as `start`.
 *
 * @example recalibrationFit({ y: Uint8Array.of(1, 1, 0, 0), p: Float64Array.of(0.8, 0.2, 0.8, 0.2) }, 'line').coefficients // => Float64Array.of(0, 0)
 */
export function recalibrationFit(
  data: Judged,
  which: 'offset' | 'line',
  start?: Float64Array,
): LogisticFit | { undefinedBecause: string } {
  const lacking = lackingClass(classTotals(data));
  if (lacking) return lacking;
  const logits = riskLogits(data);
  if ('undefinedBecause' in logits) return logits;
  return fitLogistic({
    y: data.y,
    columns: which === 'line' ? [logits] : [],
    ...(which === 'offset' ? { offset: logits } : {}),
    ...(data.w ? { w: data.w } : {}),
    ...(start ? { start } : {}),
  });
}
