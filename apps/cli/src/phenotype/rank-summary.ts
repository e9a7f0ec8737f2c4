import { meanReciprocalRank, type RankedCases, topK } from '@raredx/metrics';
import { clusterBootstrap, clustersOf, createRandom, type Estimate, percentileInterval } from '@raredx/stats';

/** A case that counts: where its true candidate stands, and what it belongs with. */
export interface JudgedRank {
  readonly rank: number;
  /** Publication or patient: cases of one are drawn together. */
  readonly cluster: string;
}

export const rankMetrics = ['top_1', 'top_3', 'top_10', 'mrr'] as const;
export type RankMetric = (typeof rankMetrics)[number];

export interface RankSummary {
  readonly cases: number;
  readonly clusters: number;
  readonly estimates: Readonly<Record<RankMetric, number>>;
  /** 95 % percentile intervals over clusters; null where there are fewer than two. */
  readonly intervals: Readonly<Record<RankMetric, readonly [number, number] | null>>;
}

const measure = (metric: RankMetric, cases: RankedCases): Estimate =>
  metric === 'mrr' ? meanReciprocalRank(cases) : topK(cases, Number(metric.slice(4)));

/** How high the truths stand, with intervals over clusters; undefined where no case counts. */
export function summariseRanks(
  judged: readonly JudgedRank[],
  { seed, bootstrap }: { readonly seed: number; readonly bootstrap: number },
): RankSummary | undefined {
  if (judged.length === 0) return undefined;
  const rank = Float64Array.from(judged, (one) => one.rank);
  const clusters = clustersOf(judged.map((one) => one.cluster));
  const random = createRandom(seed).fork('rank');
  const replicates = rankMetrics.map(() => new Float64Array(bootstrap));
  const w = new Float64Array(judged.length);
  for (let b = 0; b < bootstrap; b += 1) {
    clusterBootstrap(clusters, random.fork(b), w);
    rankMetrics.forEach((metric, at) => {
      (replicates[at] as Float64Array)[b] = numberOf(measure(metric, { rank, w }));
    });
  }
  const limits = (at: number): readonly [number, number] | null => {
    if (clusters.count < 2 || bootstrap < 2) return null;
    const found = percentileInterval(replicates[at] as Float64Array, 0.95);
    return 'lower' in found ? [found.lower, found.upper] : null;
  };
  return {
    cases: judged.length,
    clusters: clusters.count,
    estimates: record((metric) => numberOf(measure(metric, { rank }))),
    intervals: record((_, at) => limits(at)),
  };
}

const record = <T>(make: (metric: RankMetric, at: number) => T): Readonly<Record<RankMetric, T>> =>
  Object.fromEntries(rankMetrics.map((metric, at) => [metric, make(metric, at)])) as Record<RankMetric, T>;

const numberOf = (estimate: Estimate): number => ('value' in estimate ? estimate.value : Number.NaN);
