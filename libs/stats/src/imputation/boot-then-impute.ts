import { studentQuantile } from '../distribution/student.ts';
import type { Random } from '../random/random.ts';
import { type Clusters, clusterBootstrap } from '../resampling/clusters.ts';
import { percentileInterval } from '../resampling/percentile-interval.ts';
import type { Estimate } from '../summary/estimate.ts';
import type { Interval } from '../summary/interval.ts';

export interface BootThenImputeOptions {
  readonly resamples: number;
  /** Imputations within a resample; two or more for the interval of von Hippel & Bartlett. */
  readonly imputations: number;
  readonly confidence: number;
  readonly random: Random;
}

/** Imputes and analyses one resample: one estimate, on the scale where it is nearly normal, for each imputation. */
export type ImputeAndEstimate = (
  rows: Uint32Array,
  options: { readonly imputations: number; readonly random: Random },
) => readonly Estimate[];

export interface BootThenImpute {
  /** Mean over the imputations of each resample that has one. */
  readonly replicates: Float64Array;
  /** Resamples without an estimate in some imputation. */
  readonly failed: number;
  /** Percentile limits of the replicates; needs as many resamples as any percentile interval. */
  readonly percentile: Interval;
  /** From variance components: a few hundred resamples with two imputations do. */
  readonly components: BetweenResamples | { readonly undefinedBecause: string };
}

export interface BetweenResamples {
  /** Mean over resamples and imputations. */
  readonly estimate: number;
  readonly variance: number;
  readonly df: number;
  readonly interval: Interval;
}

/**
 * Resamples clusters (patients), then imputes within every resample: imputation models are part of what varies, so the
 * interval holds where Rubin's rules do not (statistics without a variance; imputation and analysis that disagree).
 *
 * Schomaker M, Heumann C (2018). Bootstrap inference when using multiple imputation. Stat Med 37:2252-2266 (Boot MI).
 * Bartlett JW, Hughes RA (2020). Bootstrap inference for multiple imputation under uncongeniality and misspecification.
 * Stat Methods Med Res 29:3533-3546.
 *
 * @returns or the reason that most resamples gave, where more than half have no estimate
 */
export function bootThenImpute(
  clusters: Clusters,
  estimate: ImputeAndEstimate,
  options: BootThenImputeOptions,
): BootThenImpute | { undefinedBecause: string } {
  const { resamples, imputations, confidence, random } = options;
  for (const [name, value] of Object.entries({ resamples, imputations }))
    if (!(Number.isInteger(value) && value >= (name === 'resamples' ? 2 : 1)))
      throw new RangeError(`bootThenImpute: too few ${name} (${value})`);
  const made: number[][] = [];
  let why = '';
  for (let b = 0; b < resamples; b++) {
    const stream = random.fork('resample').fork(b);
    const rows = drawnRows(clusterBootstrap(clusters, stream.fork('patients')));
    const values = estimate(rows, { imputations, random: stream.fork('impute') });
    const undefinedOne = values.find((value) => 'undefinedBecause' in value);
    if (undefinedOne && 'undefinedBecause' in undefinedOne) why = undefinedOne.undefinedBecause;
    else made.push(values.map((value) => ('value' in value ? value.value : 0)));
  }
  const failed = resamples - made.length;
  if (made.length < 2 || failed > resamples / 2)
    return { undefinedBecause: `${why} (in ${failed} of ${resamples} resamples)` };
  const replicates = Float64Array.from(made, mean);
  const limits = percentileInterval(replicates, confidence);
  if ('undefinedBecause' in limits) return limits;
  const percentile = { ...limits, method: 'bootstrap, then impute: percentile' };
  return { replicates, failed, percentile, components: betweenResamples(made, confidence) };
}

/** Rows as often as they were drawn. */
function drawnRows(weights: Float64Array): Uint32Array {
  const rows: number[] = [];
  weights.forEach((times, row) => {
    for (let k = 0; k < times; k++) rows.push(row);
  });
  return Uint32Array.from(rows);
}

/**
 * Variance of the mean over B resamples of M imputations each, by one-way analysis of variance:
 * (B + 1)/(BM) MSB − MSW/M, with Satterthwaite's degrees of freedom.
 *
 * Von Hippel PT, Bartlett JW (2021). Maximum likelihood multiple imputation. Stat Sci 36:400-420.
 *
 * @example
 * betweenResamples([[1, 3], [5, 7]], 0.95).variance // => 11
 */
export function betweenResamples(
  estimates: readonly (readonly number[])[],
  confidence: number,
): BetweenResamples | { undefinedBecause: string } {
  const B = estimates.length;
  const M = estimates[0]?.length ?? 0;
  if (estimates.some((one) => one.length !== M))
    throw new RangeError('betweenResamples: resamples differ in their number of imputations');
  if (B < 2 || M < 2)
    return { undefinedBecause: `${B} resamples of ${M} imputations: two of each are needed` };
  const means = estimates.map(mean);
  const estimate = mean(means);
  const between = (M * means.reduce((total, value) => total + (value - estimate) ** 2, 0)) / (B - 1);
  const within =
    estimates.reduce(
      (total, one, b) => total + one.reduce((sum, value) => sum + (value - means[b]!) ** 2, 0),
      0,
    ) /
    (B * (M - 1));
  const variance = ((B + 1) / (B * M)) * between - within / M;
  if (!(variance > 0))
    return { undefinedBecause: 'resamples vary no more than imputations: more of both are needed' };
  const df =
    variance ** 2 / ((((B + 1) / (B * M)) * between) ** 2 / (B - 1) + (within / M) ** 2 / (B * (M - 1)));
  const margin = studentQuantile((1 + confidence) / 2, df) * Math.sqrt(variance);
  const method = 'bootstrap, then impute: variance components';
  return {
    estimate,
    variance,
    df,
    interval: { lower: estimate - margin, upper: estimate + margin, confidence, method },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
