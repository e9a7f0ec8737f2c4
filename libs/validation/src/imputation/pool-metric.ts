import { type Estimate, poolImputations } from '@raredx/stats';
import type { Population } from '../population/population.ts';
import { type Statement, statement } from '../statements/statement.ts';
import type { CompleteData } from './complete-data.ts';
import { wilsonOverImputations } from './wilson-over-imputations.ts';

/** The mean over imputations; undefined where any imputation is, for leaving it out would favour the lucky ones. */
export function meanOverImputations(
  populations: readonly Population[],
  metric: (population: Population) => Estimate,
): Estimate {
  const made = populations.map(metric);
  const reasons = made.flatMap((one) => ('undefinedBecause' in one ? [one.undefinedBecause] : []));
  if (reasons.length > 0) {
    return { undefinedBecause: `${reasons[0]} (in ${reasons.length} of ${made.length} imputations)` };
  }
  return { value: made.reduce((sum, one) => sum + ('value' in one ? one.value : 0), 0) / made.length };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/**
 * One metric pooled over imputations by Rubin's rules, on the scale where it is nearly normal, with the degrees of
 * freedom of Barnard and Rubin. Where an imputation has no variance, or an estimate at the end of its scale, the mean
 * over imputations stands without an interval.
 *
 * @see Marshall A et al. (2009) BMC Med Res Methodol 9:57
 * @see Wood AM, Royston P, White IR (2015) Biom J 57:614–632
 */
export function pooledMetric(
  metric: CompleteData,
  populations: readonly Population[],
  confidence: number,
): Statement {
  const { id, scale, threshold } = metric;
  const count = populations.length;
  const method = `Rubin's rules over ${count} imputations, ${scale.name}, ${metric.variance}`;
  const mean = meanOverImputations(populations, metric.estimate);
  if ('undefinedBecause' in mean) return statement(id, mean, { threshold, method });
  const pooled = onScale(metric, populations, confidence);
  if ('undefinedBecause' in pooled) {
    const parts = { threshold, method: `mean over ${count} imputations`, limits: pooled };
    return statement(id, mean, { ...parts, ...wilsonParts(metric, populations, confidence) });
  }
  const { interval, df, missingInformation, between } = pooled;
  const error = Math.sqrt(between / count) / scale.slope(scale.back(pooled.estimate));
  return statement(
    id,
    { value: scale.back(pooled.estimate) },
    {
      threshold,
      method,
      confidence,
      limits: { lower: scale.back(interval.lower), upper: scale.back(interval.upper) },
      note: `missing information ${percent(missingInformation)}, ${df.toFixed(1)} degrees of freedom, Monte Carlo error ${error.toPrecision(2)}`,
    },
  );
}

/** A proportion of exactly 0 or 1 in an imputation. */
function wilsonParts(
  { rowsOf, estimate }: CompleteData,
  populations: readonly Population[],
  confidence: number,
) {
  if (rowsOf === undefined) return {};
  const values = populations.map(estimate).flatMap((made) => ('value' in made ? [made.value] : []));
  if (values.every((value) => value > 0 && value < 1)) return {};
  const rows = populations.reduce((total, population) => total + rowsOf(population), 0) / populations.length;
  const limits = wilsonOverImputations(Float64Array.from(values), rows, confidence);
  return { limits, confidence, method: `Wilson over ${populations.length} imputations (Lott and Reiter)` };
}

function onScale(metric: CompleteData, populations: readonly Population[], confidence: number) {
  const { scale } = metric;
  const estimates = new Float64Array(populations.length);
  const variances = new Float64Array(populations.length);
  for (const [k, population] of populations.entries()) {
    const value = metric.estimate(population);
    if ('undefinedBecause' in value) return value;
    const variance = metric.varianceOf(population, value.value);
    if ('undefinedBecause' in variance) return variance;
    estimates[k] = scale.to(value.value);
    variances[k] = variance.value * scale.slope(value.value) ** 2;
    if (!Number.isFinite(estimates[k]) || !Number.isFinite(variances[k])) {
      return { undefinedBecause: `exactly ${value.value} in an imputation: it has no ${scale.name}` };
    }
  }
  const completeDf = populations[0].patients - metric.coefficients;
  if (completeDf < 1) return { undefinedBecause: `${populations[0].patients} patients` };
  return poolImputations({ estimates, variances, completeDf }, confidence);
}
