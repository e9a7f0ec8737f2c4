import {
  type Confusion,
  confusion,
  likelihoodRatioInterval,
  thresholdMetrics,
  wilson,
} from '@raredx/metrics';
import type { Estimate } from '@raredx/stats';
import { meanOverRepeats, repeatsText } from '../population/mean-over-repeats.ts';
import type { Population, Repeat } from '../population/population.ts';
import { bootstrapLimits, type ResamplePart } from '../resampling/bootstrap-limits.ts';
import { failedNote } from '../resampling/percentile-limits.ts';
import type { Replicates } from '../resampling/replicates.ts';
import { percentileOnly, type Resamples } from '../resampling/resamples.ts';
import { bootstrapText } from './resampled-statements.ts';
import { type Limits, type Statement, type StatementParts, statement } from './statement.ts';

export interface Rule {
  /** Rows of the denominator, and those of them that count as successes. */
  readonly among: (y: number, positive: boolean) => boolean;
  readonly success: (y: number, positive: boolean) => boolean;
}

const proportions: Readonly<Record<string, Rule>> = {
  sensitivity: { among: (y) => y === 1, success: (_, positive) => positive },
  specificity: { among: (y) => y === 0, success: (_, positive) => !positive },
  ppv: { among: (_, positive) => positive, success: (y) => y === 1 },
  npv: { among: (_, positive) => !positive, success: (y) => y === 0 },
};

const netBenefits = new Set(['net_benefit', 'standardised_net_benefit']);

/** Mean number of rows of the denominator a repeat. */
function denominator(population: Population, rule: Rule, threshold: number): number {
  let among = 0;
  for (const { y, p } of population.repeats) {
    for (let i = 0; i < y.length; i++) if (rule.among(y[i], p[i] >= threshold)) among++;
  }
  return among / population.repeats.length;
}

/**
 * Rows that independent sampling would need for the same variance: the patient-clustered variance of the ratio sets it,
 * never above the rows there are; at a proportion of 0 or 1, which shows no variance, the patients are counted.
 */
export function effectiveRows(
  population: Population,
  { rule, threshold }: { readonly rule: Rule; readonly threshold: number },
  value: number,
): number {
  const deviation = new Float64Array(population.roster.size);
  const counted = new Uint8Array(population.roster.size);
  let rows = 0;
  for (const { y, p, patient } of population.repeats) {
    for (let i = 0; i < y.length; i++) {
      const positive = p[i] >= threshold;
      if (!rule.among(y[i], positive)) continue;
      rows++;
      counted[patient[i]] = 1;
      deviation[patient[i]] += (rule.success(y[i], positive) ? 1 : 0) - value;
    }
  }
  const patients = counted.reduce((sum, c) => sum + c, 0);
  const perRepeat = rows / population.repeats.length;
  if (patients < 2 || value <= 0 || value >= 1) return Math.min(patients, perRepeat);
  const squares = deviation.reduce((sum, d) => sum + d * d, 0);
  const variance = ((patients / (patients - 1)) * squares) / rows ** 2;
  return variance > 0 ? Math.min(perRepeat, (value * (1 - value)) / variance) : Math.min(patients, perRepeat);
}

function proportionParts(
  population: Population,
  { rule, threshold, confidence }: { rule: Rule; threshold: number; confidence: number },
  value: number,
): StatementParts {
  const clustered = population.structure === 'clustered';
  const total = clustered
    ? effectiveRows(population, { rule, threshold }, value)
    : denominator(population, rule, threshold);
  const limits = wilson(Math.min(value * total, total), total, confidence);
  const method = clustered
    ? 'Wilson at the effective number of samples (patient-clustered variance)'
    : 'Wilson';
  return { threshold, limits, confidence, method: method + repeatsText(population) };
}

/** The two-by-two table, mean over repeats. */
export function meanConfusion(repeats: readonly Repeat[], threshold: number): Confusion {
  const tables = repeats.map((repeat) => confusion(repeat, threshold));
  const mean = (cell: keyof ReturnType<typeof confusion>) =>
    tables.reduce((sum, table) => sum + table[cell], 0) / tables.length;
  return {
    truePositive: mean('truePositive'),
    falsePositive: mean('falsePositive'),
    trueNegative: mean('trueNegative'),
    falseNegative: mean('falseNegative'),
  };
}

/** Simel's limits. Where everybody has the call both shares are 1 and nothing varies. */
function ratioLimits(
  repeat: Repeat,
  id: 'lr_positive' | 'lr_negative',
  at: { readonly threshold: number; readonly value: number; readonly confidence: number },
): Limits & { readonly method: string } {
  const table = confusion(repeat, at.threshold);
  const made = likelihoodRatioInterval(table, id, at.confidence);
  if ('undefinedBecause' in made) return { ...made, method: 'log scale (Simel)' };
  const method = `${made.method} (Simel)`;
  // With an empty cell half a case is added, which may push the limits past a ratio of exactly 0.
  if (made.upper > made.lower) {
    return { lower: Math.min(at.value, made.lower), upper: Math.max(at.value, made.upper), method };
  }
  return { undefinedBecause: 'everybody is on one side of the threshold', method };
}

export interface ThresholdContext {
  readonly replicates: Replicates;
  readonly resamples?: Resamples;
  readonly confidence: number;
  readonly bootstrap: number;
}

function resampledParts(
  population: Population,
  {
    id,
    threshold,
    value,
  }: { readonly id: string; readonly threshold: number; readonly value: number | undefined },
  { replicates, resamples = percentileOnly(replicates), confidence, bootstrap }: ThresholdContext,
): StatementParts {
  const { interval } = resamples;
  const column = (part: ResamplePart) => resamples[part]?.get(`${id}@${threshold}`);
  const limits = bootstrapLimits(column, value, { interval, confidence });
  const note = failedNote(limits, bootstrap);
  const method = bootstrapText(population, bootstrap, interval);
  return { threshold, limits, confidence, method, note };
}

function partsOf(
  population: Population,
  { id, threshold, estimate }: { id: string; threshold: number; estimate: Estimate },
  context: ThresholdContext,
): StatementParts {
  const { confidence } = context;
  const rule = proportions[id];
  const value = 'value' in estimate ? estimate.value : undefined;
  if (rule !== undefined && value !== undefined) {
    return proportionParts(population, { rule, threshold, confidence }, value);
  }
  if (rule !== undefined) return { threshold, method: 'Wilson' };
  // Ratios are skewed: the mean over repeats may lie outside the limits of the mean table.
  if (netBenefits.has(id) || population.structure !== 'simple') {
    return resampledParts(population, { id, threshold, value }, context);
  }
  if (value === undefined || (id !== 'lr_positive' && id !== 'lr_negative')) {
    return { threshold, method: 'log scale (Simel)' };
  }
  const limits = ratioLimits(population.repeats[0], id, { threshold, value, confidence });
  return { threshold, limits, confidence, method: limits.method };
}

/** Every threshold metric at one declared threshold. */
export function thresholdStatements(
  population: Population,
  threshold: number,
  context: ThresholdContext,
): Statement[] {
  return thresholdMetrics.map((metric) => {
    const estimate = meanOverRepeats(population, (repeat) => metric(repeat, threshold));
    return statement(
      metric.id,
      estimate,
      partsOf(population, { id: metric.id, threshold, estimate }, context),
    );
  });
}
