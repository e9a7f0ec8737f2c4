import { bootstrapCounts, expit, quantile, type Random } from '@raredx/stats';
import { expectedPerformance, type PerformanceRow, type RatedSamples } from './expected-performance.ts';
import { type Assumption, finiteLogits, labelFreeAssumptions } from './label-free-assumptions.ts';
import type { MonitoringCheck } from './monitoring-check.ts';
import { patientWeights } from './patient-sample.ts';
import type { ReferenceCalibration } from './reference-calibration.ts';
import { riskSample, type WatchedSample } from './watched-sample.ts';

export interface LabelFreeEstimate extends Pick<PerformanceRow, 'metric' | 'threshold'> {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** As observed at the reference. */
  readonly reference: number | null;
}

export interface LabelFreePerformance {
  readonly assumptions: readonly Assumption[];
  readonly estimates: readonly LabelFreeEstimate[];
  readonly undefinedBecause: string | null;
  readonly confidence: number;
  readonly method: string;
}

export interface LabelFreeOptions {
  readonly random: Random;
  readonly resamples: number;
  readonly confidence: number;
  readonly thresholds: readonly number[];
}

const method =
  'chances = risks recalibrated at the reference; interval: resamples of patients with the recalibration drawn anew';

/**
 * How well the model does on patients without outcomes, from its risks alone, where their assumptions stand up; withheld
 * with the reason where one is broken or cannot be told. Each patient weighs 1. Intervals hold the error of the
 * calibration at the reference too: without it they would be far too narrow after a small validation.
 */
export function labelFreePerformance(
  sides: readonly [readonly WatchedSample[], readonly WatchedSample[]],
  calibration: ReferenceCalibration | { undefinedBecause: string },
  { checks, ...options }: LabelFreeOptions & { readonly checks: readonly MonitoringCheck[] },
): LabelFreePerformance {
  const assumptions = labelFreeAssumptions(sides, calibration, checks);
  const against = assumptions.filter(({ verdict }) => verdict === 'broken' || verdict === 'cannot_tell');
  const shared = { assumptions, confidence: options.confidence, method };
  const [reference, fresh] = sides;
  const logits = finiteLogits(Float64Array.from(fresh, ({ risk }) => risk));
  if (against.length > 0 || 'undefinedBecause' in calibration) {
    const reasons = against.map(({ says, why }) => `not shown that ${says}: ${why}`);
    return { ...shared, estimates: [], undefinedBecause: reasons.join('; ') };
  }
  if (!logits) return { ...shared, estimates: [], undefinedBecause: 'a new risk is exactly 0 or 1' };
  return {
    ...shared,
    estimates: estimated([reference, fresh], { calibration, logits, options }),
    undefinedBecause: null,
  };
}

function estimated(
  [reference, fresh]: readonly [readonly WatchedSample[], readonly WatchedSample[]],
  {
    calibration,
    logits,
    options,
  }: {
    readonly calibration: ReferenceCalibration;
    readonly logits: Float64Array;
    readonly options: LabelFreeOptions;
  },
): readonly LabelFreeEstimate[] {
  const { random, resamples, confidence, thresholds } = options;
  const labelled = reference.filter(({ outcome }) => outcome !== null);
  const then = expectedPerformance(
    rated(labelled, (i) => labelled[i]!.outcome as number),
    thresholds,
  );
  const { intercept, slope } = calibration;
  const chanceOf = (a: number, b: number) => (i: number) => expit(a + b * logits[i]!);
  const now = rated(fresh, chanceOf(intercept.estimate, slope.estimate));
  const { patient, patients } = riskSample(fresh);
  const replicates = Array.from({ length: resamples }, (_, b) => {
    const stream = random.fork(b);
    const [da, db] = bivariateNormal(calibration.covariance, stream);
    const counts = bootstrapCounts(patients, stream);
    const chance = Float64Array.from(logits, (_, i) =>
      chanceOf(intercept.estimate + da, slope.estimate + db)(i),
    );
    const weight = now.weight.map((one, i) => one * counts[patient[i]!]!);
    return expectedPerformance({ ...now, chance, weight }, thresholds);
  });
  return expectedPerformance(now, thresholds).map(({ metric, threshold, value }, k) => {
    const values = replicates.flatMap((rows) => (rows[k]!.value === null ? [] : [rows[k]!.value as number]));
    const sorted = Float64Array.from(values).sort();
    const known = value !== null && values.length > resamples / 2;
    return {
      ...{ metric, threshold, estimate: value, reference: then[k]!.value },
      lower: known ? quantile(sorted, (1 - confidence) / 2) : null,
      upper: known ? quantile(sorted, (1 + confidence) / 2) : null,
    };
  });
}

function rated(samples: readonly WatchedSample[], chance: (place: number) => number): RatedSamples {
  const sample = riskSample(samples);
  const p = sample.values;
  return {
    p,
    chance: Float64Array.from(p, (_, i) => chance(i)),
    weight: patientWeights(sample),
    order: Uint32Array.from(Array.from(p.keys()).sort((a, b) => p[a]! - p[b]! || a - b)),
  };
}

function bivariateNormal(covariance: Float64Array, random: Random): readonly [number, number] {
  const first = Math.sqrt(covariance[0]!);
  const shared = covariance[1]! / first;
  const rest = Math.sqrt(Math.max(0, covariance[3]! - shared * shared));
  const [u, v] = [random.normal(), random.normal()];
  return [first * u, shared * u + rest * v];
}
