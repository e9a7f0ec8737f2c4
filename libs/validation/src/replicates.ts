import { logit, type Random } from '@raredx/stats';
import { curveSummaries } from './curve-summaries.ts';
import {
  createSplineScratch,
  fitGroupedSpline,
  type SplineFit,
  type SplineScratch,
  splineRisk,
} from './grouped-spline.ts';
import type { Population } from './population.ts';
import { drawPatients, type Strata } from './resample.ts';
import { createTally, type SortedRepeat, sortRepeat, type Tally, tally } from './tally.ts';

export interface ReplicateOptions {
  /** Decision thresholds, ascending. */
  readonly thresholds: readonly number[];
  /** Whether a flexible curve is fitted to each replicate. */
  readonly flexible: boolean;
  /** Predicted risks at which that curve is kept; empty for none. */
  readonly curveAt: Float64Array;
}

/** Bootstrap values by name (`brier`, `net_benefit@0.1`, `calibration_curve@3`); NaN where a replicate has none. */
export type Replicates = ReadonlyMap<string, Float64Array>;

const overall = ['auprc', 'brier', 'brier_scaled', 'log_loss', 'oe_ratio', 'ece', 'spiegelhalter_z'] as const;
const flexibleNames = ['ici', 'e50', 'e90', 'emax', 'eci'] as const;
const atThreshold = [
  'sensitivity',
  'specificity',
  'ppv',
  'npv',
  'lr_positive',
  'lr_negative',
  'net_benefit',
  'net_benefit_treat_all',
  'standardised_net_benefit',
] as const;

function columnNames(options: ReplicateOptions): string[] {
  return [
    ...overall,
    ...options.thresholds.flatMap((t) => atThreshold.map((name) => `${name}@${t}`)),
    ...(options.flexible ? flexibleNames : []),
    ...(options.flexible ? Array.from(options.curveAt, (_, k) => `calibration_curve@${k}`) : []),
  ];
}

function expectedCalibrationError(sorted: SortedRepeat, sums: Tally): number {
  const gap = new Float64Array(10);
  for (let c = 0; c < sorted.cells; c++) gap[sorted.cellBin[c]] += sums.events[c] - sums.risks[c];
  let total = 0;
  for (const g of gap) total += Math.abs(g);
  return total / sums.totalWeight;
}

function writeOverall(sorted: SortedRepeat, sums: Tally, out: Float64Array): number {
  const { totalWeight: n, totalEvents } = sums;
  const rate = totalEvents / n;
  let expected = 0;
  for (const r of sums.risks) expected += r;
  out[0] = totalEvents > 0 && totalEvents < n ? sums.averagePrecision : Number.NaN;
  out[1] = sums.squared / n;
  out[2] = 1 - sums.squared / n / (rate * (1 - rate));
  out[3] = sums.loss / n;
  out[4] = totalEvents / expected;
  out[5] = expectedCalibrationError(sorted, sums);
  out[6] = Number.NaN;
  return overall.length;
}

function writeThresholds(
  sorted: SortedRepeat,
  sums: Tally,
  thresholds: readonly number[],
  out: Float64Array,
  from: number,
): number {
  const { totalWeight: n, totalEvents: events } = sums;
  const others = n - events;
  let column = from + thresholds.length * atThreshold.length;
  const end = column;
  let cell = 0;
  let positive = 0;
  let found = 0;
  for (let t = thresholds.length - 1; t >= 0; t--) {
    for (; cell < sorted.positiveCells[t]; cell++) {
      positive += sums.weight[cell];
      found += sums.events[cell];
    }
    const falsePositive = positive - found;
    const sensitivity = found / events;
    const specificity = 1 - falsePositive / others;
    const odds = thresholds[t] / (1 - thresholds[t]);
    const benefit = found / n - (falsePositive / n) * odds;
    column -= atThreshold.length;
    out[column] = sensitivity;
    out[column + 1] = specificity;
    out[column + 2] = found / positive;
    out[column + 3] = (others - falsePositive) / (n - positive);
    out[column + 4] = sensitivity / (1 - specificity);
    out[column + 5] = (1 - sensitivity) / specificity;
    out[column + 6] = benefit;
    out[column + 7] = events / n - (others / n) * odds;
    out[column + 8] = benefit / (events / n);
  }
  return end;
}

interface FlexibleWork {
  readonly start: SplineFit | undefined;
  readonly scratch: SplineScratch;
  readonly distances: Float64Array;
  readonly logitsAt: Float64Array;
}

function writeFlexible(
  sorted: SortedRepeat,
  sums: Tally,
  work: FlexibleWork,
  out: Float64Array,
  from: number,
): void {
  const x = sorted.cellLogit;
  const data = x && { x, weight: sums.weight, events: sums.events };
  const fit = data && fitGroupedSpline(data, work.start?.coefficients, work.scratch);
  if (fit === undefined) {
    out.fill(Number.NaN, from);
    return;
  }
  curveSummaries(sorted, sums, fit, work, out, from);
  const first = from + flexibleNames.length;
  for (let k = 0; k < work.logitsAt.length; k++) out[first + k] = splineRisk(fit, work.logitsAt[k]);
}

function flexibleWork(sorted: SortedRepeat, options: ReplicateOptions, size: number): FlexibleWork {
  const scratch = createSplineScratch(sorted.cells);
  const sums = tally(sorted, new Float64Array(size).fill(1), createTally(sorted.cells));
  const x = sorted.cellLogit;
  const start =
    options.flexible && x !== undefined
      ? fitGroupedSpline({ x, weight: sums.weight, events: sums.events }, undefined, scratch)
      : undefined;
  return {
    start,
    scratch,
    distances: new Float64Array(sorted.cells),
    logitsAt: Float64Array.from(options.curveAt, logit),
  };
}

/**
 * Resamples patients, each with all repeats and samples, and computes every metric of a replicate in one pass over
 * rows sorted beforehand. Replicate b depends on `random` and b alone, so the work may be divided anyhow.
 */
export function replicatesOf(
  population: Population,
  strata: Strata,
  plan: ReplicateOptions & { readonly bootstrap: number; readonly random: Random },
): Replicates {
  const names = columnNames(plan);
  const columns = names.map(() => new Float64Array(plan.bootstrap));
  const repeats = population.repeats.map((repeat) => {
    const sorted = sortRepeat(repeat, plan.thresholds);
    const work = flexibleWork(sorted, plan, population.roster.size);
    return { sorted, sums: createTally(sorted.cells), work };
  });
  const counts = new Float64Array(population.roster.size);
  const values = new Float64Array(names.length);
  for (let b = 0; b < plan.bootstrap; b++) {
    drawPatients(strata, plan.random.fork(b), counts);
    for (const { sorted, sums, work } of repeats) {
      tally(sorted, counts, sums);
      let next = writeOverall(sorted, sums, values);
      next = writeThresholds(sorted, sums, plan.thresholds, values, next);
      if (plan.flexible) writeFlexible(sorted, sums, work, values, next);
      for (let k = 0; k < columns.length; k++) columns[k][b] += values[k] / repeats.length;
    }
  }
  return new Map(names.map((name, k) => [name, columns[k]]));
}
