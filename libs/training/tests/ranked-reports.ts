import type { PhenotypeCase } from '@raredx/cohort';
import { clusterBootstrap, clustersOf, createRandom } from '@raredx/stats';
import type { CaseRanker } from '../src/ranking/case-ranker.ts';
import { midRank } from '../src/ranking/mid-rank.ts';
import { publicationOf } from './case-reports.ts';

const measures = {
  'top-1': (rank: number) => Number(rank <= 1),
  'top-3': (rank: number) => Number(rank <= 3),
  'top-10': (rank: number) => Number(rank <= 10),
  'mean reciprocal rank': (rank: number) => 1 / rank,
};
export type Measure = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly Measure[];

export interface Difference {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The rank of each case's disease, equals sharing the middle of theirs. */
export function ranksOf(ranker: CaseRanker, cases: readonly PhenotypeCase[]): readonly number[] {
  const places = new Map(ranker.candidates.map((id, at) => [id, at]));
  const scores = new Float32Array(ranker.candidates.length);
  return cases.map((one) => {
    ranker.score(one, scores);
    return midRank(scores, places.get(one.truths[0] as string) as number);
  });
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
const mean = (values: readonly number[], weights?: Float64Array): number => {
  let [sum, weight] = [0, 0];
  values.forEach((value, row) => {
    sum += value * (weights?.[row] ?? 1);
    weight += weights?.[row] ?? 1;
  });
  return sum / weight;
};

export const figuresOf = (ranks: readonly number[]): Record<Measure, number> =>
  byMeasure((measure) => rounded(mean(ranks.map(measures[measure]))));

/** Ours less theirs, with the 95 % interval of 2,000 bootstrap samples of publications. */
export function differencesOf(
  ours: readonly number[],
  theirs: readonly number[],
  cases: readonly PhenotypeCase[],
): Record<Measure, Difference> {
  const clusters = clustersOf(cases.map(publicationOf));
  return byMeasure((measure) => {
    const gain = measures[measure];
    const gains = ours.map((rank, row) => gain(rank) - gain(theirs[row] as number));
    const random = createRandom(1).fork(measure);
    const draws = Array.from({ length: 2000 }, () => mean(gains, clusterBootstrap(clusters, random))).sort(
      (a, b) => a - b,
    );
    const [low = 0, high = 0] = [draws[49], draws[1949]];
    return { value: rounded(mean(gains)), low: rounded(low), high: rounded(high) };
  });
}

const byMeasure = <T>(value: (measure: Measure) => T): Record<Measure, T> =>
  Object.fromEntries(measureNames.map((measure) => [measure, value(measure)])) as Record<Measure, T>;
