import { bootstrapCounts, type Interval, percentileInterval, type Random } from '@raredx/stats';
import type { ClassTask } from '../../features.ts';
import { drawEpisodes } from '../episodes/draw-episodes.ts';
import { featureRows } from '../episodes/select-classes.ts';
import type { BaseStatistics } from '../support.ts';
import { type OpenSetScore, openEpisode, openSetScores } from './open-set.ts';
import { firstShots, type MeasuredValue, numbered, tooFew } from './shot-curve.ts';

export interface OpenSetCurveOptions {
  readonly shots: readonly number[];
  /** Classes an episode, the unknown ones among them. */
  readonly ways: number;
  /** Classes an episode that the support does not hold. */
  readonly unknown: number;
  readonly queries: number;
  readonly episodes: number;
  readonly scores?: readonly OpenSetScore[];
  readonly resamples?: number;
  readonly confidence?: number;
  readonly base?: BaseStatistics;
}

export interface OpenSetPoint {
  readonly shots: number;
  /** Mean AUROC over episodes of unknown against known queries, by score. */
  readonly scores: Readonly<Partial<Record<OpenSetScore, MeasuredValue>>>;
}

const all: readonly OpenSetScore[] = ['similarity', 'energy', 'relative-mahalanobis'];

/**
 * How well a query of a class that the support does not hold is told from the others, against the number of shots: the
 * episodes of `shotCurve` with their last classes left out of the support, nested supports, intervals over episodes and
 * query patients at once (pigeonhole bootstrap).
 */
export function openSetCurve(task: ClassTask, options: OpenSetCurveOptions, random: Random): OpenSetPoint[] {
  const { shots, ways, unknown, queries, episodes: count, scores = all, base } = options;
  const drawn = drawEpisodes(task, { ways, shots: 'all', queries, count }, random);
  const patients = numbered(task.groups, drawn);
  return shots.map((k) => {
    const short = tooFew(task, drawn, k);
    if (short)
      return {
        shots: k,
        scores: Object.fromEntries(scores.map((name) => [name, { undefinedBecause: short }])),
      };
    const open = drawn.map((episode) => openEpisode(firstShots(episode, k), unknown));
    const answers = (score: OpenSetScore) =>
      open.map((episode): Answers => {
        const support = {
          features: featureRows(task.features, episode.support),
          classes: episode.supportClasses,
          classCount: episode.ways.length,
        };
        const queries = featureRows(task.features, episode.query);
        const values = openSetScores(support, queries, { score, ...(base ? { base } : {}) });
        const order = Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
        const own = episode.query.map((row) => patients.of[row]);
        return { values, order, unknown: episode.queryClasses.map((c) => (c < 0 ? 1 : 0)), patients: own };
      });
    const measured = (score: OpenSetScore) =>
      meanAuroc(answers(score), { ...options, patients: patients.count, random });
    return { shots: k, scores: Object.fromEntries(scores.map((name) => [name, measured(name)])) };
  });
}

interface Answers {
  readonly values: Float64Array;
  /** Queries from the least strange to the strangest. */
  readonly order: Int32Array;
  readonly unknown: Int32Array;
  readonly patients: Int32Array;
}

function meanAuroc(
  episodes: readonly Answers[],
  asked: Pick<OpenSetCurveOptions, 'resamples' | 'confidence'> & {
    readonly patients: number;
    readonly random: Random;
  },
): MeasuredValue {
  const { resamples = 1000, confidence = 0.95, patients, random } = asked;
  const mean = (v: ArrayLike<number>, w: ArrayLike<number>) => {
    let [sum, mass] = [0, 0];
    episodes.forEach((episode, e) => {
      const auroc = v[e] === 0 ? Number.NaN : weightedAuroc(episode, w);
      if (!Number.isFinite(auroc)) return;
      sum += v[e] * auroc;
      mass += v[e];
    });
    return sum / mass;
  };
  const value = mean(new Float64Array(episodes.length).fill(1), new Float64Array(patients).fill(1));
  if (!Number.isFinite(value)) return { undefinedBecause: 'no episode has known and unknown queries' };
  const stream = random.fork('open set resamples');
  const replicates = Float64Array.from({ length: resamples }, (_, b) =>
    mean(
      bootstrapCounts(episodes.length, stream.fork(b).fork('episodes')),
      bootstrapCounts(patients, stream.fork(b).fork('patients')),
    ),
  ).filter(Number.isFinite);
  const interval: Interval | { readonly undefinedBecause: string } = percentileInterval(
    replicates,
    confidence,
  );
  return { value, interval };
}

/** Share of (unknown, known) pairs of queries in which the unknown one is the stranger, ties one half. */
function weightedAuroc({ values, order, unknown, patients }: Answers, w: ArrayLike<number>): number {
  let [below, concordant, strange] = [0, 0, 0];
  for (let i = 0; i < order.length; ) {
    let [known, own] = [0, 0];
    const value = values[order[i]];
    for (; i < order.length && values[order[i]] === value; i++) {
      const weight = w[patients[order[i]]];
      if (unknown[order[i]] === 1) own += weight;
      else known += weight;
    }
    concordant += own * (below + known / 2);
    below += known;
    strange += own;
  }
  return concordant / (below * strange);
}
