import { isotonic, isotonicAt } from '@raredx/stats';
import { brier } from './brier.ts';
import { classTotals } from './class-totals.ts';
import type { Judged } from './judged.ts';

export interface CorpDecomposition {
  readonly brier: number;
  /** What isotonic recalibration would gain; 0 is perfect calibration. Never negative. */
  readonly miscalibration: number;
  /** What the recalibrated risks gain over the prevalence. Never negative. */
  readonly discrimination: number;
  /** Brier score of the prevalence: π(1 − π). */
  readonly uncertainty: number;
}

/**
 * CORP decomposition of the Brier score, Murphy's with isotonic regression in place of bins, so without a choice of bins:
 *
 *     Brier = miscalibration − discrimination + uncertainty
 *
 * Undefined when there are no rows. In small samples isotonic regression overfits and both parts are too large.
 *
 * @example corpDecomposition({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.75, 0.25) }) // => { brier: 0.0625, miscalibration: 0.0625, discrimination: 0.25, uncertainty: 0.25 }
 * @see Dimitriadis T, Gneiting T, Jordan AI (2021) PNAS 118:e2016191118
 */
export function corpDecomposition(data: Judged): CorpDecomposition | { undefinedBecause: string } {
  const given = brier(data);
  if ('undefinedBecause' in given) return given;
  const curve = isotonic({ x: data.p, y: data.y, ...(data.w ? { w: data.w } : {}) });
  const recalibrated = brier({
    y: data.y,
    p: data.p.map((risk) => isotonicAt(curve, risk)),
    ...(data.w ? { w: data.w } : {}),
  });
  if ('undefinedBecause' in recalibrated) return recalibrated;
  const { events, nonEvents, total } = classTotals(data);
  const uncertainty = (events / total) * (nonEvents / total);
  return {
    brier: given.value,
    miscalibration: given.value - recalibrated.value,
    discrimination: uncertainty - recalibrated.value,
    uncertainty,
  };
}
