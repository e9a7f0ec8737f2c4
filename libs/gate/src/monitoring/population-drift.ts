import { bootstrapCounts, quantile, type Random, shuffled } from '@raredx/stats';
import type { AttributeSides } from './attribute-sides.ts';
import { attributeStatistic } from './attribute-statistic.ts';
import type { DriftStatistic } from './drift-statistic.ts';
import type { PatientSample } from './patient-sample.ts';
import { pooledRisks } from './pooled-risks.ts';
import { riskStatistics } from './risk-statistics.ts';
import { stepDownMinP } from './step-down-min-p.ts';

export interface DriftOptions {
  readonly random: Random;
  readonly permutations: number;
  readonly resamples: number;
  readonly confidence: number;
}

export interface DriftTest {
  /** `scores` or the attribute's name. */
  readonly subject: string;
  readonly statistic: string;
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly confidence: number;
  readonly method: string;
  /** 95 % of rearrangements without drift lie below it. */
  readonly withoutDrift: number;
  readonly pValue: number;
  /** Over all tests of scores and case mix together. */
  readonly adjustedP: number;
}

/**
 * Have the risks, or the case mix, of the new patients moved away from the reference's? p by permuting patients (exact at
 * any size), adjusted over all tests together; intervals by the bootstrap of patients.
 *
 * Kolmogorov–Smirnov, Wasserstein and total variation are norms of a difference of distributions, so the distance of the
 * estimate from the truth is at most the norm of the sampling error. The interval is the estimate ± the bootstrap quantile
 * of that norm, cut at 0: it covers at least at its level, also where nothing has moved.
 */
export function populationDrift(
  [reference, fresh]: readonly [PatientSample, PatientSample],
  attributes: readonly AttributeSides[],
  options: DriftOptions,
): readonly DriftTest[] {
  const pooled = pooledRisks(reference, fresh);
  const statistics = [
    ...riskStatistics(pooled, options.confidence),
    ...attributes.map((attribute) => attributeStatistic(attribute)),
  ];
  const sizes = [reference.patients, fresh.patients] as const;
  const permuted = permutedValues(statistics, sizes, options);
  const { pValues, adjusted } = stepDownMinP(permuted.tests);
  const errors = resampledErrors(statistics, sizes, options);
  const observed = contrast(sizes);
  return statistics.map((one, k): DriftTest => {
    const estimate = one.size(observed);
    const margin = quantile(Float64Array.from(errors[k]!).sort(), options.confidence);
    const own = one.interval?.(estimate);
    const most = one.most ?? Number.POSITIVE_INFINITY;
    return {
      subject: one.subject,
      statistic: one.name,
      estimate,
      lower: one.isNorm ? Math.max(0, estimate - margin) : (own?.lower ?? null),
      upper: one.isNorm ? Math.min(most, estimate + margin) : (own?.upper ?? null),
      confidence: options.confidence,
      method: one.isNorm ? 'bootstrap of patients, norm of the error' : (own?.method ?? 'no interval'),
      withoutDrift: quantile(Float64Array.from(permuted.sizes[k]!).sort(), 0.95),
      pValue: pValues[k]!,
      adjustedP: adjusted[k]!,
    };
  });
}

type Sizes = readonly [reference: number, fresh: number];

/** 1/n for those taken as new, −1/m for those taken as the reference, in an order of all of them. */
function contrast([m, n]: Sizes, order?: Uint32Array): Float64Array {
  const c = new Float64Array(m + n);
  for (let place = 0; place < m + n; place++) {
    c[order === undefined ? place : order[place]!] = place < m ? -1 / m : 1 / n;
  }
  return c;
}

function permutedValues(
  statistics: readonly DriftStatistic[],
  [m, n]: Sizes,
  { random, permutations }: DriftOptions,
): { readonly tests: readonly Float64Array[]; readonly sizes: readonly Float64Array[] } {
  const tests = statistics.map(() => new Float64Array(permutations + 1));
  const sizes = statistics.map(() => new Float64Array(Math.min(permutations, shownPermutations)));
  const stream = random.fork('permutations');
  for (let b = 0; b <= permutations; b++) {
    const c = contrast([m, n], b === 0 ? undefined : shuffled(m + n, stream.fork(b)));
    statistics.forEach((one, k) => {
      tests[k]![b] = one.test(c);
      if (b >= 1 && b <= sizes[k]!.length) sizes[k]![b - 1] = one.size(c);
    });
  }
  return { tests, sizes };
}

/** Enough to say what drift by chance looks like. */
const shownPermutations = 200;

/** Norms of (new resample − new sample) − (reference resample − reference sample). */
function resampledErrors(
  statistics: readonly DriftStatistic[],
  [m, n]: Sizes,
  { random, resamples }: DriftOptions,
): Float64Array[] {
  const errors = statistics.map(() => new Float64Array(resamples));
  for (let b = 0; b < resamples; b++) {
    const stream = random.fork('resamples').fork(b);
    const old = bootstrapCounts(m, stream);
    const now = bootstrapCounts(n, stream);
    const c = new Float64Array(m + n);
    for (let i = 0; i < m; i++) c[i] = (1 - old[i]!) / m;
    for (let i = 0; i < n; i++) c[m + i] = (now[i]! - 1) / n;
    statistics.forEach((one, k) => {
      if (one.isNorm) errors[k]![b] = one.size(c);
    });
  }
  return errors;
}
