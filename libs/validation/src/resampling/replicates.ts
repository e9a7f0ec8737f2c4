import { expit, type GroupedSpline, logit, openGroupedSpline } from '@raredx/stats';
import type { Population } from '../population/population.ts';
import { type CurveScratch, curveSummaries } from './curve-summaries.ts';
import type { Draws } from './patient-draws.ts';
import { openTally, type SortedRepeat, sortRepeat, type Tally } from './tally.ts';
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

const overall = ['auprc', 'brier', 'brier_scaled', 'log_loss'] as const;
const flexibleNames = ['ici', 'e50', 'e90', 'emax', 'eci'] as const;

function columnNames(options: ReplicateOptions): string[] {
  return [
    ...overall,
    ...thresholdNames(options),
    ...(options.flexible ? flexibleNames : []),
    ...(options.flexible ? Array.from(options.curveAt, (_, k) => `calibration_curve@${k}`) : []),
  ];
}

function writeOverall(work: Work, out: Float64Array): number {
  const { sums } = work;
  const { totalWeight: n, totalEvents } = sums;
  const rate = totalEvents / n;
  out[0] = totalEvents > 0 && totalEvents < n ? sums.averagePrecision : Number.NaN;
  out[1] = sums.squared / n;
  out[2] = 1 - sums.squared / n / (rate * (1 - rate));
  out[3] = sums.loss / n;
  return overall.length;
}

/** What a repeat needs, allocated once for all replicates. */
interface Work {
  readonly sorted: SortedRepeat;
  readonly sums: Tally;
  readonly count: (counts: Uint16Array) => void;
  /** Absent where no curve is asked for, or a risk of 0 or 1 has no logit. */
  readonly curve: Curve | undefined;
  readonly close: () => void;
}

interface Curve extends CurveScratch {
  readonly spline: GroupedSpline;
  /** Mean logit of each cell, and the risk there. */
  readonly logits: Float64Array;
  readonly there: Float64Array;
  /** The data's own curve, from which those of replicates start. */
  readonly start: Float64Array | undefined;
}

/**
 * Logit and risk of each cell in this replicate: a cell's mean moves with the weights of its rows, which to first order
 * the weighted mean risk, summed anyway, tells.
 */
function fitCurve({ sorted, sums, curve }: Omit<Work, 'curve'> & { readonly curve: Curve }): boolean {
  const { spline, logits, there, risk, start } = curve;
  for (let c = 0; c < sorted.cells; c++) {
    const weight = sums.weight[c];
    const shift = weight > 0 ? sums.risks[c] / weight - sorted.cellMeanRisk[c] : 0;
    spline.x[c] = logits[c] + shift / (there[c] * (1 - there[c]));
    risk[c] = there[c] + shift;
  }
  spline.weight.set(sums.weight);
  spline.events.set(sums.events);
  return spline.fit(start);
}

function writeFlexible(
  work: Work,
  logitsAt: Float64Array,
  { out, from }: { readonly out: Float64Array; readonly from: number },
): void {
  const { curve, sums } = work;
  if (curve === undefined || !fitCurve({ ...work, curve })) {
    out.fill(Number.NaN, from);
    return;
  }
  curveSummaries(sums, curve, { out, from });
  const first = from + flexibleNames.length;
  for (let k = 0; k < logitsAt.length; k++) out[first + k] = curve.spline.riskAt(logitsAt[k]);
}

function openCurve({ cells, cellLogit }: SortedRepeat): Curve | undefined {
  if (cellLogit === undefined) return undefined;
  const spline = openGroupedSpline(cells);
  const [risk, distances] = [new Float64Array(cells), new Float64Array(cells)];
  const there = cellLogit.map(expit);
  return { spline, linear: spline.linear, logits: cellLogit, there, risk, distances, start: undefined };
}

function open(population: Population, cuts: readonly number[], flexible: boolean): Work[] {
  const { size } = population.roster;
  const once = new Uint16Array(size).fill(1);
  return population.repeats.map((repeat) => {
    const sorted = sortRepeat(repeat, cuts);
    const { sums, count, close } = openTally(sorted, size);
    count(once);
    const curve = flexible ? openCurve(sorted) : undefined;
    const closeBoth = () => {
      close();
      curve?.spline.close();
    };
    const work = { sorted, sums, count, close: closeBoth, curve };
    if (curve === undefined || !fitCurve({ ...work, curve })) return work;
    return { ...work, curve: { ...curve, start: curve.linear.slice() } };
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
  const works = open(population, cuts, options.flexible);
  const logitsAt = Float64Array.from(options.curveAt, logit);
  const values = new Float64Array(names.length);
  for (let b = 0; b < draws.bootstrap; b++) {
    const counts = draws.of(b);
    for (const work of works) {
      work.count(counts);
      let next = writeOverall(work, values);
      next = writeThresholds(work, cut, { out: values, from: next });
      if (options.flexible) writeFlexible(work, logitsAt, { out: values, from: next });
      for (let k = 0; k < columns.length; k++) columns[k][b] += values[k] / works.length;
    }
  }
  for (const { close } of works) close();
  return new Map(names.map((name, k) => [name, columns[k]]));
}
