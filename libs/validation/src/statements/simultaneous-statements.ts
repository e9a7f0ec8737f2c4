import { expit, logit } from '@raredx/stats';
import type { Population } from '../population/population.ts';
import { bandAt, simultaneousBand } from '../resampling/simultaneous-band.ts';
import { bootstrapText, type ResampledContext } from './resampled-statements.ts';
import { type Limits, type Statement, statement } from './statement.ts';

/** The same curve with a band that holds all of it at once, under a name of its own. */
function widened(
  population: Population,
  { points, limits }: { readonly points: readonly Statement[]; readonly limits: readonly Limits[] },
  context: ResampledContext,
): Statement[] {
  const method = bootstrapText(population, context.bootstrap).replace(
    'percentile',
    'max-T simultaneous band',
  );
  return points.map((point, k) =>
    statement(
      `${point.metric}_simultaneous`,
      { value: point.estimate as number },
      { threshold: point.threshold, limits: limits[k], confidence: context.confidence, method },
    ),
  );
}

/** The decision curve of the model, from its pointwise statements. */
export function simultaneousDecisionCurve(
  population: Population,
  pointwise: readonly Statement[],
  context: ResampledContext,
): Statement[] {
  const points = pointwise.filter((s) => s.metric === 'net_benefit' && s.estimate !== null);
  const columns = points.map(({ threshold }) => context.replicates.get(`net_benefit@${threshold}`));
  if (points.length === 0 || columns.includes(undefined)) return [];
  const band = simultaneousBand(
    {
      estimates: Float64Array.from(points, ({ estimate }) => estimate as number),
      replicates: columns as Float64Array[],
    },
    context.confidence,
  );
  const limits = points.map((_, k) => bandAt(band, k));
  return widened(population, { points, limits }, context);
}

/** A replicate without a curve stays without; a mean of repeats may pass 1 by a rounding. */
const logitOrNone = (risk: number) => (Number.isNaN(risk) ? risk : logit(Math.min(risk, 1)));

/** The calibration curve, its band made on the logit scale. */
export function simultaneousCalibrationCurve(
  population: Population,
  pointwise: readonly Statement[],
  context: ResampledContext,
): Statement[] {
  const points = pointwise.filter((s) => s.estimate !== null);
  const columns = points.map((_, k) => context.replicates.get(`calibration_curve@${k}`));
  if (points.length === 0 || columns.includes(undefined)) return [];
  const band = simultaneousBand(
    {
      estimates: Float64Array.from(points, ({ estimate }) => logitOrNone(estimate as number)),
      replicates: columns.map((column) => (column as Float64Array).map(logitOrNone)),
    },
    context.confidence,
  );
  const limits = points.map((_, k): Limits => {
    const at = bandAt(band, k);
    return 'lower' in at ? { lower: expit(at.lower), upper: expit(at.upper) } : at;
  });
  return widened(population, { points, limits }, context);
}
