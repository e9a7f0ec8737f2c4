import { logit } from '@raredx/stats';
import type { Population } from '../population/population.ts';
import { curveSummaries } from './curve-summaries.ts';
import {
  createSplineScratch,
  fitGroupedSpline,
  type SplineFit,
  type SplineScratch,
  splineRisk,
} from './grouped-spline.ts';
import type { Draws } from './patient-draws.ts';
import { createTally, type SortedRepeat, sortRepeat, type Tally, tally } from './tally.ts';
import { thresholdNames, writeThresholds } from './threshold-replicates.ts';

export interface ReplicateOptions {
  /** Declared thresholds, ascending. */
  readonly thresholds: readonly number[];
  /** Thresholds at which net benefit alone is kept; none of the declared ones. */
  readonly curveThresholds: readonly number[];
  /** Whether a flexible curve is fitted to each replicate. */
  readonly flexible: boolean;
  /** Predicted risks at which that curve is kept; empty for none. */
  readonly curveAt: Float64Array;
}

/** Bootstrap values by name (`brier`, `net_benefit@0.1`, `calibration_curve@3`); NaN where a replicate has none. */
export type Replicates = ReadonlyMap<string, Float64Array>;

const overall = ['auprc', 'brier', 'brier_scaled', 'log_loss', 'ece'] as const;
const flexibleNames = ['ici', 'e50', 'e90', 'emax', 'eci'] as const;

function columnNames(options: ReplicateOptions): string[] {
  return [
    ...overall,
    ...thresholdNames(options),
    ...(options.flexible ? flexibleNames : []),
    ...(options.flexible ? Array.from(options.curveAt, (_, k) => `calibration_curve@${k}`) : []),
  ];
}

function expectedCalibrationError(sorted: SortedRepeat, sums: Tally, gap: Float64Array): number {
  gap.fill(0);
  for (let c = 0; c < sorted.cells; c++) gap[sorted.cellBin[c]] += sums.events[c] - sums.risks[c];
  let total = 0;
  for (let bin = 0; bin < gap.length; bin++) total += Math.abs(gap[bin]);
  return total / sums.totalWeight;
}

function writeOverall(work: Work, out: Float64Array): number {
  const { sorted, sums } = work;
  const { totalWeight: n, totalEvents } = sums;
  const rate = totalEvents / n;
  out[0] = totalEvents > 0 && totalEvents < n ? sums.averagePrecision : Number.NaN;
  out[1] = sums.squared / n;
  out[2] = 1 - sums.squared / n / (rate * (1 - rate));
  out[3] = sums.loss / n;
  out[4] = expectedCalibrationError(sorted, sums, work.gap);
  return overall.length;
}

/** What a repeat needs, allocated once for all replicates. */
interface Work {
  readonly sorted: SortedRepeat;
  readonly sums: Tally;
  readonly gap: Float64Array;
  readonly start: Float64Array | undefined;
  readonly spline: SplineScratch & { readonly distances: Float64Array };
}

/**
 * Logit and risk of each cell in this replicate: a cell's mean moves with the weights of its rows, which to first order
 * the weighted mean risk, summed anyway, tells.
 */
function placeCells({ sorted, sums, spline }: Work, logits: Float64Array): void {
  const { x, risk } = spline;
  for (let c = 0; c < sorted.cells; c++) {
    const there = 1 / (1 + Math.exp(-logits[c]));
    const weight = sums.weight[c];
    const shift = weight > 0 ? sums.risks[c] / weight - sorted.cellMeanRisk[c] : 0;
    x[c] = logits[c] + shift / (there * (1 - there));
    risk[c] = there + shift;
  }
}

function fitReplicate(work: Work, start: Float64Array | undefined): SplineFit | undefined {
  const { sorted, sums, spline } = work;
  if (sorted.cellLogit === undefined) return undefined;
  placeCells(work, sorted.cellLogit);
  return fitGroupedSpline({ x: spline.x, weight: sums.weight, events: sums.events }, start, spline);
}

function writeFlexible(
  work: Work,
  logitsAt: Float64Array,
  { out, from }: { readonly out: Float64Array; readonly from: number },
): void {
  const fit = fitReplicate(work, work.start);
  if (fit === undefined) {
    out.fill(Number.NaN, from);
    return;
  }
  curveSummaries(work.sums, work.spline, { out, from });
  const first = from + flexibleNames.length;
  for (let k = 0; k < logitsAt.length; k++) out[first + k] = splineRisk(fit, logitsAt[k]);
}

function prepare(population: Population, cuts: readonly number[], flexible: boolean): Work[] {
  const once = new Uint16Array(population.roster.size).fill(1);
  return population.repeats.map((repeat) => {
    const sorted = sortRepeat(repeat, cuts);
    const sums = tally(sorted, once, createTally(sorted.cells));
    const spline = { ...createSplineScratch(sorted.cells), distances: new Float64Array(sorted.cells) };
    const work = { sorted, sums, gap: new Float64Array(10), start: undefined, spline };
    const fitted = flexible && fitReplicate(work, undefined) !== undefined;
    return { ...work, start: fitted ? spline.linear.slice() : undefined };
  });
}

/**
 * Resamples patients, each with all repeats and samples, and computes every metric of a replicate in one pass over
 * rows sorted beforehand.
 */
export function replicatesOf(population: Population, draws: Draws, options: ReplicateOptions): Replicates {
  const names = columnNames(options);
  const columns = names.map(() => new Float64Array(draws.bootstrap));
  const cuts = [...options.thresholds, ...options.curveThresholds].sort((a, b) => a - b);
  const cut = { cuts, declared: new Set(options.thresholds) };
  const works = prepare(population, cuts, options.flexible);
  const logitsAt = Float64Array.from(options.curveAt, logit);
  const values = new Float64Array(names.length);
  for (let b = 0; b < draws.bootstrap; b++) {
    const counts = draws.of(b);
    for (const work of works) {
      tally(work.sorted, counts, work.sums);
      let next = writeOverall(work, values);
      next = writeThresholds(work, cut, { out: values, from: next });
      if (options.flexible) writeFlexible(work, logitsAt, { out: values, from: next });
      for (let k = 0; k < columns.length; k++) columns[k][b] += values[k] / works.length;
    }
  }
  return new Map(names.map((name, k) => [name, columns[k]]));
}
