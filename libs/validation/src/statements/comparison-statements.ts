import { auprc, brier, logLoss, netBenefit, sensitivity, specificity } from '@raredx/metrics';
import { type Estimate, normalQuantile } from '@raredx/stats';
import { meanOverRepeats, repeatsText } from '../population/mean-over-repeats.ts';
import type { Population } from '../population/population.ts';
import { bootstrapLimits, type ResamplePart } from '../resampling/bootstrap-limits.ts';
import { failedNote } from '../resampling/percentile-limits.ts';
import type { Resamples } from '../resampling/resamples.ts';
import type { ResolvedPlan } from '../validation-plan.ts';
import { aurocContrast, aurocInfluence, aurocVariance } from './auroc-influence.ts';
import { patientVariance, recalibrationInfluence } from './recalibration-influence.ts';
import { bootstrapText } from './resampled-statements.ts';
import { type Limits, type Statement, statement } from './statement.ts';

/** The model and the baseline, on the samples that both have. */
export interface Pair {
  readonly model: Population;
  readonly baseline: Population;
  /** Of the same draws. */
  readonly resamples: { readonly model: Resamples; readonly baseline: Resamples };
}

export interface ComparisonOptions {
  readonly plan: ResolvedPlan;
  /** Says who is compared with whom. */
  readonly note: string;
}

/** Less than this share of the variance of either is rounding, not variance. */
const rounding = 1e-15;

function wald(value: number, variance: number | undefined, confidence: number): Limits {
  if (variance === undefined) return { undefinedBecause: 'fewer than two patients of either outcome' };
  const margin = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance);
  return { lower: value - margin, upper: value + margin };
}

function aurocDifference({ model, baseline }: Pair, options: ComparisonOptions): Statement {
  const a = aurocInfluence(model);
  const b = aurocInfluence(baseline);
  const method = `paired DeLong${model.structure === 'clustered' ? ', clustered by patient' : ''}${repeatsText(model)}`;
  const parts = { method, note: options.note };
  if (!a || !b)
    return statement('difference:auroc', { undefinedBecause: 'no events or no non-events' }, parts);
  const contrast = aurocContrast(a, b);
  const variance = aurocVariance(contrast);
  const least = rounding * ((aurocVariance(a) ?? 0) + (aurocVariance(b) ?? 0));
  const { confidence } = options.plan;
  const limits =
    variance !== undefined && variance <= least
      ? { undefinedBecause: 'the difference has no variance' }
      : wald(contrast.value, variance, confidence);
  return statement('difference:auroc', { value: contrast.value }, { ...parts, limits, confidence });
}

function recalibrationDifferences({ model, baseline }: Pair, options: ComparisonOptions): Statement[] {
  const { confidence } = options.plan;
  return (['offset', 'line'] as const).map((which) => {
    const id = which === 'offset' ? 'calibration_in_the_large' : 'calibration_slope';
    const metric = `difference:${id}`;
    const method = `Wald with the patient-clustered variance of both fits${repeatsText(model)}`;
    const a = recalibrationInfluence(model, which);
    const b = recalibrationInfluence(baseline, which);
    const parts = { method, note: options.note };
    if ('undefinedBecause' in a) return statement(metric, a, parts);
    if ('undefinedBecause' in b) return statement(metric, b, parts);
    const k = which === 'offset' ? 0 : 1;
    const value = a.coefficients[k] - b.coefficients[k];
    const influence = a.ofPatients[k].map((x, i) => x - b.ofPatients[k][i]);
    const limits = wald(value, patientVariance(influence, a.patients), confidence);
    return statement(metric, { value }, { ...parts, limits, confidence });
  });
}

interface Compared {
  readonly id: string;
  readonly threshold: number | null;
  readonly of: (population: Population) => Estimate;
}

function comparedMetrics(thresholds: readonly number[]): Compared[] {
  const whole = [auprc, brier, logLoss].map((metric) => ({
    id: metric.id,
    threshold: null,
    of: (population: Population) => meanOverRepeats(population, metric),
  }));
  const at = [sensitivity, specificity, netBenefit].flatMap((metric) =>
    thresholds.map((threshold) => ({
      id: metric.id,
      threshold,
      of: (population: Population) => meanOverRepeats(population, (repeat) => metric(repeat, threshold)),
    })),
  );
  return [...whole, ...at];
}

function resampledDifferences({ model, baseline, resamples }: Pair, options: ComparisonOptions): Statement[] {
  const { plan, note } = options;
  const { thresholds, bootstrap, confidence, interval } = plan;
  return comparedMetrics(thresholds).map(({ id, threshold, of }) => {
    const metric = `difference:${id}`;
    const method = `paired ${bootstrapText(model, bootstrap, interval)}`;
    const a = of(model);
    const b = of(baseline);
    if ('undefinedBecause' in a) return statement(metric, a, { threshold, method, note });
    if ('undefinedBecause' in b) return statement(metric, b, { threshold, method, note });
    const key = threshold === null ? id : `${id}@${threshold}`;
    const differences = (part: ResamplePart) => {
      const other = resamples.baseline[part]?.get(key);
      return resamples.model[part]?.get(key)?.map((x, i) => x - (other?.[i] ?? Number.NaN));
    };
    const value = a.value - b.value;
    const limits = bootstrapLimits(differences, value, { interval, confidence });
    const failed = failedNote(limits, bootstrap);
    const parts = { threshold, limits, confidence, method, note: failed ? `${note}; ${failed}` : note };
    return statement(metric, { value }, parts);
  });
}

/** Model minus baseline, every resample drawn once for both. */
export function comparisonStatements(pair: Pair, options: ComparisonOptions): Statement[] {
  return [
    aurocDifference(pair, options),
    ...recalibrationDifferences(pair, options),
    ...resampledDifferences(pair, options),
  ];
}
