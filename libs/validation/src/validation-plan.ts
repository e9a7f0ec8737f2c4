import { type IntervalKind, intervalKinds } from './resampling/resamples.ts';

/** What is to be estimated, declared before the predictions are looked at. */
export interface ValidationPlan {
  readonly seed: number;
  /** Bootstrap replicates; 2,000 or more for percentile limits. */
  readonly bootstrap: number;
  /** Of every interval, in (0, 1). */
  readonly confidence: number;
  /** Pre-declared decision thresholds, in (0, 1). */
  readonly thresholds: readonly number[];
  /** Grid of the decision curve. @default 0.01, 0.02, …, 0.50 */
  readonly curveThresholds?: readonly number[];
  /** The model that the others are compared with, paired on identical samples. */
  readonly baseline?: string;
  /** Models judged by subgroup. @default all */
  readonly subgroupModels?: readonly string[];
  /** Fewer events (or non-events) than this, and flexible calibration is marked exploratory. @default 200 */
  readonly minimumEvents?: number;
  /** Prevalence where the model will be used, in (0, 1): adds predictive values and reviews per finding there. */
  readonly targetPrevalence?: number;
  /**
   * How the limits of resampled metrics are read. BCa also leaves out every patient (groups, of more than 400);
   * studentised leaves out 25 groups of every resample and takes 25 times as long. Curves keep percentile limits.
   * @default percentile
   */
  readonly interval?: IntervalKind;
  /** Attributes to be crossed, e.g. [['sex', 'age_band']]: each level of one with each of the other. */
  readonly intersections?: readonly (readonly string[])[];
}

/** The plan cannot be carried out as written. */
export class PlanError extends Error {
  readonly exitCode = 2;
  readonly advice: string;

  constructor(problem: string, advice: string) {
    super(`validation plan: ${problem}`);
    this.name = 'PlanError';
    this.advice = advice;
  }
}

/** A plan with its defaults written out: thresholds ascending, once each. */
export interface ResolvedPlan {
  readonly seed: number;
  readonly bootstrap: number;
  readonly confidence: number;
  readonly thresholds: readonly number[];
  readonly curveThresholds: readonly number[];
  readonly baseline: string | null;
  readonly subgroupModels: readonly string[] | null;
  readonly minimumEvents: number;
  readonly targetPrevalence: number | null;
  readonly interval: IntervalKind;
  readonly intersections: readonly (readonly string[])[];
}

const defaultCurve = Array.from({ length: 50 }, (_, i) => (i + 1) / 100);

const ascending = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

/**
 * Checks a plan and writes its defaults out.
 *
 * @throws PlanError where a threshold or the confidence is outside (0, 1), or the replicates are not a count
 * @example resolvePlan({ seed: 1, bootstrap: 0, confidence: 0.95, thresholds: [0.2, 0.1] }).thresholds // => [0.1, 0.2]
 */
export function resolvePlan(plan: ValidationPlan): ResolvedPlan {
  const curve = plan.curveThresholds ?? defaultCurve;
  const outside = [...plan.thresholds, ...curve].filter((t) => !(t > 0 && t < 1));
  if (outside.length > 0) {
    throw new PlanError(`thresholds outside (0, 1) (${outside.join(', ')})`, 'give thresholds as risks');
  }
  if (!(plan.confidence > 0 && plan.confidence < 1)) {
    throw new PlanError(`confidence outside (0, 1) (${plan.confidence})`, 'give 0.95 for 95 % intervals');
  }
  const prevalence = plan.targetPrevalence ?? 0.5;
  if (!(prevalence > 0 && prevalence < 1)) {
    throw new PlanError(`target prevalence outside (0, 1) (${prevalence})`, 'give it as a share');
  }
  if (!Number.isSafeInteger(plan.bootstrap) || plan.bootstrap < 0) {
    throw new PlanError(`bootstrap is not a count (${plan.bootstrap})`, 'give 2000 or more; 0 for none');
  }
  const interval = plan.interval ?? 'percentile';
  if (!intervalKinds.includes(interval)) {
    throw new PlanError(`unknown interval (${interval})`, `known: ${intervalKinds.join(', ')}`);
  }
  return {
    seed: plan.seed,
    bootstrap: plan.bootstrap,
    confidence: plan.confidence,
    thresholds: ascending(plan.thresholds),
    curveThresholds: ascending(curve),
    baseline: plan.baseline ?? null,
    subgroupModels: plan.subgroupModels ?? null,
    minimumEvents: plan.minimumEvents ?? 200,
    targetPrevalence: plan.targetPrevalence ?? null,
    interval,
    intersections: plan.intersections ?? [],
  };
}
