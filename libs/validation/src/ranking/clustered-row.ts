import type { Estimate } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { percentileLimits } from '../resampling/percentile-limits.ts';
import type { DrawPublications } from './publication-draws.ts';

export interface ClusteredPlan {
  readonly bootstrap: number;
  readonly confidence: number;
  readonly draws: DrawPublications;
}

/** A figure that follows from weighted sums of columns over the cases, which a resample of publications needs alone. */
export interface SummedMeasure {
  readonly columns: readonly ArrayLike<number>[];
  /** @param total the sum of the weights */
  readonly of: (sums: readonly number[], total: number) => Estimate;
}

/** One that does not, by the weights of the cases. */
export type WeightedMeasure = (w: Float64Array) => Estimate;

/** A figure of weighted cases, and what it is about. */
export interface ClusteredStatement {
  readonly metric: string;
  readonly model: string;
  /** @default 'diagnosis' */
  readonly label?: string | undefined;
  readonly partition: string;
  /** Publication and patient of each case. */
  readonly sites: readonly string[];
  readonly patients: readonly string[];
  readonly weights: Float64Array;
  readonly measure: SummedMeasure | WeightedMeasure;
  readonly events: (row: number) => boolean;
  /** False where resamples do not say how far the figure may be off. @default true */
  readonly interval?: boolean | undefined;
  readonly attribute?: string | undefined;
  readonly level?: string | undefined;
  readonly threshold?: number | undefined;
  readonly note?: string | undefined;
  /** Tells statements apart that differ in nothing else. */
  readonly suffix?: string | undefined;
}

export const diagnosis = 'diagnosis';

/** One evidence row with a percentile interval over publications. */
export function clusteredRow(statement: ClusteredStatement, plan: ClusteredPlan): EvidenceRow {
  const { metric, model, partition, sites, patients, weights, events, label = diagnosis } = statement;
  const { attribute = null, level = null, threshold = null, note = null } = statement;
  const { suffix = '', interval = true } = statement;
  const found = estimateOf(statement);
  const counted = Array.from(weights.keys()).filter((row) => weights[row] > 0);
  const publications = new Set(counted.map((row) => sites[row])).size;
  const made = interval && 'value' in found ? limitsOf(statement, plan, publications) : { none: null };
  const limits = 'lower' in made ? made : null;
  const reason = 'none' in made && made.none !== null ? `no interval: ${made.none}` : null;
  const of = label === diagnosis ? [] : [label];
  const about = attribute === null ? [] : [`${attribute}=${level}`];
  const at = threshold === null ? '' : `@${threshold}`;
  return {
    id: [partition, ...of, model, ...about, `${metric}${at}${suffix}`].join(':'),
    ...{ metric, model, label, partition, site: null, attribute, level, threshold },
    estimate: 'value' in found ? found.value : null,
    lower: limits?.lower ?? null,
    upper: limits?.upper ?? null,
    confidence: limits ? plan.confidence : null,
    method: limits ? `percentile of ${plan.bootstrap} resamples of ${publications} publications` : 'none',
    patients: new Set(counted.map((row) => patients[row])).size,
    samples: counted.length,
    events: counted.filter(events).length,
    undefinedBecause: 'value' in found ? null : found.undefinedBecause,
    note: [note, reason].filter((text) => text !== null).join('; ') || null,
  };
}

function estimateOf({ measure, weights }: ClusteredStatement): Estimate {
  if (typeof measure === 'function') return measure(weights);
  const sums = measure.columns.map((column) => weights.reduce((sum, w, row) => sum + w * column[row], 0));
  return measure.of(
    sums,
    weights.reduce((sum, w) => sum + w, 0),
  );
}

function limitsOf(
  statement: ClusteredStatement,
  { draws, bootstrap, confidence }: ClusteredPlan,
  publications: number,
): { readonly lower: number; readonly upper: number } | { readonly none: string | null } {
  if (bootstrap < 2) return { none: null };
  if (publications < 2) return { none: `${publications} publication${publications === 1 ? '' : 's'}` };
  const { count, of, drawn } = draws(statement.sites, statement.partition);
  const { measure } = statement;
  const replicate =
    typeof measure === 'function'
      ? byWeights(measure, { of, weights: statement.weights })
      : bySums(measure, { of, count, weights: statement.weights });
  const values = Float64Array.from(drawn, (times) => {
    const found = replicate(times);
    return 'value' in found ? found.value : Number.NaN;
  });
  const limits = percentileLimits(values, confidence);
  return 'lower' in limits ? limits : { none: limits.undefinedBecause };
}

interface Drawn {
  readonly of: Uint32Array;
  readonly weights: Float64Array;
}

function byWeights(measure: WeightedMeasure, { of, weights }: Drawn) {
  const w = new Float64Array(weights.length);
  return (times: Uint16Array): Estimate => {
    for (let row = 0; row < w.length; row += 1) w[row] = weights[row] * times[of[row]];
    return measure(w);
  };
}

/** Sums a publication once: a resample then adds publications, not cases. */
function bySums({ columns, of: figure }: SummedMeasure, { of, count, weights }: Drawn & { count: number }) {
  const parts = [new Float64Array(weights.length).fill(1), ...columns].map((column) => {
    const sums = new Float64Array(count);
    for (let row = 0; row < weights.length; row += 1) sums[of[row]] += weights[row] * column[row];
    return sums;
  });
  return (times: Uint16Array): Estimate => {
    const [total, ...sums] = parts.map((part) => {
      let sum = 0;
      for (let each = 0; each < count; each += 1) sum += times[each] * part[each];
      return sum;
    });
    return figure(sums, total as number);
  };
}

/** Σ w·x / Σ w. */
export const meanOf = (values: ArrayLike<number>): SummedMeasure => ({
  columns: [values],
  of: ([sum], total) => (total > 0 ? { value: (sum as number) / total } : { undefinedBecause: 'no rows' }),
});
