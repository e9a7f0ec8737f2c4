import { clusterBootstrap, clustersOf, createRandom, type Estimate, percentileInterval } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';

export interface ClusteredPlan {
  readonly seed: number;
  readonly bootstrap: number;
  readonly confidence: number;
}

/** A figure of weighted cases, and what it is about. */
export interface ClusteredStatement {
  readonly metric: string;
  readonly model: string;
  readonly partition: string;
  /** Publication and patient of each case. */
  readonly sites: readonly string[];
  readonly patients: readonly string[];
  readonly weights: Float64Array;
  readonly measure: (w: Float64Array) => Estimate;
  readonly events: (row: number) => boolean;
  readonly attribute?: string | undefined;
  readonly level?: string | undefined;
  readonly threshold?: number | undefined;
  readonly note?: string | undefined;
}

/**
 * One evidence row with a percentile interval over publications. All of a cohort's publications are drawn, so that
 * statements about the same cohort share their resamples.
 */
export function clusteredRow(statement: ClusteredStatement, plan: ClusteredPlan): EvidenceRow {
  const { metric, model, partition, sites, patients, weights, measure, events } = statement;
  const { attribute = null, level = null, threshold = null, note = null } = statement;
  const found = measure(weights);
  const counted = Array.from(weights.keys()).filter((row) => weights[row] > 0);
  const limits = 'value' in found ? limitsOf(statement, plan) : null;
  const about = attribute === null ? [] : [`${attribute}=${level}`];
  const at = threshold === null ? [] : [`@${threshold}`];
  return {
    id: [partition, model, ...about, `${metric}${at.join('')}`].join(':'),
    ...{ metric, model, label: 'diagnosis', partition, site: null, attribute, level, threshold, note },
    estimate: 'value' in found ? found.value : null,
    lower: limits?.lower ?? null,
    upper: limits?.upper ?? null,
    confidence: limits ? plan.confidence : null,
    method: limits
      ? `percentile of ${plan.bootstrap} resamples of ${new Set(counted.map((row) => sites[row])).size} publications`
      : 'none',
    patients: new Set(counted.map((row) => patients[row])).size,
    samples: counted.length,
    events: counted.filter(events).length,
    undefinedBecause: 'value' in found ? null : found.undefinedBecause,
  };
}

function limitsOf({ sites, partition, weights, measure }: ClusteredStatement, plan: ClusteredPlan) {
  const clusters = clustersOf(sites);
  if (clusters.count < 2 || plan.bootstrap < 2) return null;
  const random = createRandom(plan.seed).fork('ranking').fork(partition);
  const drawn = new Float64Array(weights.length);
  const replicates: number[] = [];
  for (let b = 0; b < plan.bootstrap; b += 1) {
    clusterBootstrap(clusters, random.fork(b), drawn);
    for (let row = 0; row < drawn.length; row += 1) drawn[row] *= weights[row];
    const found = measure(drawn);
    if ('value' in found) replicates.push(found.value);
  }
  const interval = percentileInterval(Float64Array.from(replicates), plan.confidence);
  return 'lower' in interval ? interval : null;
}

/** Σ w·x / Σ w. */
export function weightedMean(values: ArrayLike<number>, w: Float64Array): Estimate {
  let [sum, total] = [0, 0];
  for (let row = 0; row < w.length; row += 1) {
    sum += w[row] * values[row];
    total += w[row];
  }
  return total > 0 ? { value: sum / total } : { undefinedBecause: 'no rows' };
}
