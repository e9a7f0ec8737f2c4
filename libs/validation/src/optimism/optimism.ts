import {
  auroc,
  brier,
  brierScaled,
  calibrationInTheLarge,
  calibrationSlope,
  logLoss,
  rankOrder,
} from '@raredx/metrics';
import type { Estimate } from '@raredx/stats';
import { noInformationRate } from './no-information-rate.ts';
import { type OptimismMetric, optimismMetrics } from './optimism-metric.ts';
import type { ReplayedModel } from './replayed-model.ts';

/** One metric of a replayed model, before and after correction. */
export interface Optimism {
  readonly metric: OptimismMetric;
  /** Fitted and judged on all development patients. */
  readonly apparent: Estimate;
  /** Mean over the replicates of (judged on its own bootstrap sample) − (judged on all development patients). */
  readonly optimism: Estimate;
  /** apparent − optimism (Harrell; Gong). */
  readonly corrected: Estimate;
  /** Mean over the replicates of the value on the patients not drawn. */
  readonly outOfBag: Estimate;
  /** 0.368 apparent + 0.632 out-of-bag. */
  readonly weighted632: Estimate;
  /** The same with more weight to out-of-bag the more the model overfits. */
  readonly weighted632Plus: Estimate;
  /** Value of each replicate on its own bootstrap sample; NaN where it has none. */
  readonly inBag: Float64Array;
  /** Replicates without a value in the bootstrap sample or on all patients, and without one out of bag. */
  readonly failed: { readonly inBag: number; readonly outOfBag: number };
}

/** A correction that more than this share of the replicates cannot give is no honest mean. */
const tolerated = 0.1;

const functions = {
  auroc,
  brier,
  brier_scaled: brierScaled,
  log_loss: logLoss,
  calibration_slope: calibrationSlope,
  calibration_in_the_large: calibrationInTheLarge,
} as const;

/**
 * Optimism of one model by its replays. Harrell's correction takes the mean optimism off the apparent value; .632 and
 * .632+ weigh the apparent value with that of patients not drawn, as the mean over replicates of the metric on them
 * (rms weighs the replicates so that each patient counts alike, which is another convention).
 *
 * @example
 * const fitted = { p: Float64Array.of(0.9, 0.2, 0.6), inBag: Float64Array.of(1, 2, 0), outOfBag: Float64Array.of(0, 0, 1), note: '' }
 * const model = { y: Uint8Array.of(1, 0, 0), apparent: Float64Array.of(0.9, 0.2, 0.1), replicates: [fitted] }
 * optimism(model, ['brier'])[0].outOfBag // => { value: 0.36 }
 * optimism(model, ['brier'])[0].apparent // => { value: 0.02 }
 * @see Harrell FE, Lee KL, Mark DB (1996) Stat Med 15:361–387
 * @see Efron B, Tibshirani R (1997) J Am Stat Assoc 92:548–560
 * @see Noma H et al. (2021) Stat Med 40:5691–5701
 */
export function optimism(
  replayed: ReplayedModel,
  metrics: readonly OptimismMetric[] = optimismMetrics,
): readonly Optimism[] {
  const { y, apparent, replicates } = replayed;
  const ordered = replicates.map((one) => ({ ...one, order: rankOrder(one.p) }));
  return metrics.map((metric): Optimism => {
    const judge = functions[metric];
    const value = (p: Float64Array, order: Uint32Array, w?: Float64Array): number => {
      const estimate = judge(w ? { y, p, order, w } : { y, p, order });
      return 'value' in estimate ? estimate.value : Number.NaN;
    };
    const inBag = Float64Array.from(ordered, (one) => value(one.p, one.order, one.inBag));
    const whole = Float64Array.from(ordered, (one) => value(one.p, one.order));
    const outOfBag = Float64Array.from(ordered, (one) => value(one.p, one.order, one.outOfBag));
    const gain = meanOf(inBag.map((own, b) => own - whole[b]));
    const out = meanOf(outOfBag);
    const before = judge({ y, p: apparent });
    return {
      metric,
      apparent: before,
      optimism: gain.estimate,
      corrected: combine([before, gain.estimate], ([a, o]) => a - o),
      outOfBag: out.estimate,
      weighted632: combine([before, out.estimate], ([a, o]) => 0.368 * a + 0.632 * o),
      weighted632Plus: combine(
        [before, out.estimate, noInformationRate(metric, { y, p: apparent })],
        ([a, o, rate]) => plus(metric, { apparent: a, outOfBag: o, rate }),
      ),
      inBag,
      failed: { inBag: gain.failed, outOfBag: out.failed },
    };
  });
}

/** Efron and Tibshirani's equations 28 to 32; the relative overfitting rate is held in [0, 1]. */
function plus(
  metric: OptimismMetric,
  { apparent, outOfBag, rate }: { apparent: number; outOfBag: number; rate: number },
): number {
  const sign = metric === 'brier' || metric === 'log_loss' ? 1 : -1;
  const held = sign * Math.min(sign * outOfBag, sign * rate);
  const overfits = sign * outOfBag > sign * apparent && sign * rate > sign * apparent;
  const overfitting = overfits ? (held - apparent) / (rate - apparent) : 0;
  const more = ((held - apparent) * 0.368 * 0.632 * overfitting) / (1 - 0.368 * overfitting);
  return 0.368 * apparent + 0.632 * outOfBag + more;
}

function combine(
  estimates: readonly Estimate[],
  value: (values: [number, number, number]) => number,
): Estimate {
  const reason = estimates.find((estimate) => 'undefinedBecause' in estimate);
  if (reason) return reason;
  return {
    value: value(estimates.map((estimate) => ('value' in estimate ? estimate.value : 0)) as never),
  };
}

function meanOf(values: Float64Array): { readonly estimate: Estimate; readonly failed: number } {
  const finite = values.filter(Number.isFinite);
  const failed = values.length - finite.length;
  if (values.length === 0) return { estimate: { undefinedBecause: 'no replicates' }, failed };
  if (failed > tolerated * values.length) {
    return {
      estimate: { undefinedBecause: `undefined in ${failed} of ${values.length} replicates` },
      failed,
    };
  }
  return { estimate: { value: finite.reduce((sum, value) => sum + value, 0) / finite.length }, failed };
}
