import { calibrationCurve, netBenefit, riskHistogram } from '@raredx/metrics';
import { quantile } from '@raredx/stats';
import { meanOverRepeats, repeatsText } from '../population/mean-over-repeats.ts';
import type { Population } from '../population/population.ts';
import { failedNote, percentileLimits } from '../resampling/percentile-limits.ts';
import { bootstrapText, exploratoryNote, type ResampledContext } from './resampled-statements.ts';
import { type Statement, statement } from './statement.ts';

const calibrationPoints = 50;
const histogramBins = 50;

/** Predicted risks at which the calibration curve is drawn: 50, equally spaced between the 1 % and 99 % quantiles. */
export function calibrationGrid(population: Population): Float64Array {
  const all = Float64Array.from(population.repeats.flatMap(({ p }) => [...p])).sort();
  if (all.length === 0) return new Float64Array(0);
  const from = quantile(all, 0.01);
  const to = quantile(all, 0.99);
  if (!(from > 0 && to < 1 && to > from)) return new Float64Array(0);
  const step = (to - from) / (calibrationPoints - 1);
  return Float64Array.from({ length: calibrationPoints }, (_, k) => (k === 0 ? from : from + k * step));
}

function bootstrapBand(at: Float64Array, context: ResampledContext) {
  return Array.from(at, (_, k) =>
    percentileLimits(context.replicates.get(`calibration_curve@${k}`), context.confidence),
  ).map((limits) => ({ limits, note: failedNote(limits, context.bootstrap) }));
}

/** The flexible curve with a pointwise band: Wald where rows are independent, else by resampled patients. */
export function calibrationCurveStatements(
  population: Population,
  at: Float64Array,
  context: ResampledContext,
): Statement[] {
  const { confidence } = context;
  const curves = population.repeats.map((repeat) => calibrationCurve(repeat, at, confidence));
  const failed = curves.find((curve) => 'undefinedBecause' in curve);
  const caution = exploratoryNote(population, context.minimumEvents);
  if (at.length === 0 || (failed && 'undefinedBecause' in failed)) {
    const reason = failed && 'undefinedBecause' in failed ? failed.undefinedBecause : 'too few distinct p';
    return [
      statement('calibration_curve', { undefinedBecause: reason }, { method: 'restricted cubic spline' }),
    ];
  }
  const good = curves.filter((curve) => 'observed' in curve);
  const simple = population.structure === 'simple';
  const band = simple ? undefined : bootstrapBand(at, context);
  const method = simple
    ? 'restricted cubic spline of logit p, 4 knots; pointwise Wald band'
    : `restricted cubic spline of logit p, 4 knots; pointwise ${bootstrapText(population, context.bootstrap)}`;
  return Array.from(at, (risk, k) => {
    const value = good.reduce((sum, curve) => sum + curve.observed[k], 0) / good.length;
    const limits = band?.[k].limits ?? { lower: good[0].lower[k], upper: good[0].upper[k] };
    const note = [caution, band?.[k].note ?? null].filter((n) => n !== null).join('; ') || null;
    return statement('calibration_curve', { value }, { threshold: risk, limits, confidence, method, note });
  });
}

/** Counts in bins of width 0.02, those of an event and the others; a mean count where there are repeats. */
export function histogramStatements(population: Population): Statement[] {
  const method = `count in a bin of width 0.02${repeatsText(population)}`;
  const made = population.repeats.map((repeat) => riskHistogram(repeat, histogramBins));
  return (['nonEvents', 'events'] as const).flatMap((kind) =>
    Array.from(made[0].edges, (threshold, bin) => {
      const value = made.reduce((sum, histogram) => sum + histogram[kind][bin], 0) / made.length;
      const metric = kind === 'events' ? 'risk_histogram_event' : 'risk_histogram_nonevent';
      return statement(metric, { value }, { threshold, method });
    }),
  );
}

/** Net benefit along the decision curve, of the model and of treating all, with pointwise bootstrap bands. */
export function decisionCurveStatements(
  population: Population,
  thresholds: { readonly model: readonly number[]; readonly treatAll: readonly number[] },
  context: ResampledContext,
): Statement[] {
  const { replicates, confidence, bootstrap } = context;
  const method = bootstrapText(population, bootstrap);
  const point = (id: string, threshold: number): Statement => {
    const everyone = id === 'net_benefit_treat_all';
    const estimate = meanOverRepeats(population, ({ y, p }) =>
      netBenefit({ y, p: everyone ? new Float64Array(p.length).fill(1) : p }, threshold),
    );
    const limits = percentileLimits(replicates.get(`${id}@${threshold}`), confidence);
    const note = failedNote(limits, bootstrap);
    return statement(id, estimate, { threshold, limits, confidence, method, note });
  };
  return [
    ...thresholds.model.map((t) => point('net_benefit', t)),
    ...thresholds.treatAll.map((t) => point('net_benefit_treat_all', t)),
  ];
}
