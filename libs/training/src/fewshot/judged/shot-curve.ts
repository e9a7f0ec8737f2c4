import { bootstrapCounts, type Interval, percentileInterval, type Random } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import type { ClassTask } from '../../features.ts';
import type { Tensors } from '../../tensors.ts';
import { classifyEpisodes } from '../episodes/classify-episodes.ts';
import { type ClassEpisode, drawEpisodes } from '../episodes/draw-episodes.ts';
import type { FewShotMethod } from '../few-shot-method.ts';
import type { BaseStatistics } from '../support.ts';
import {
  type EpisodeMeasure,
  episodeMeasures,
  type PreparedEpisode,
  prepareEpisode,
  weightedMeasures,
} from './episode-measures.ts';

export interface ShotCurveOptions {
  readonly shots?: readonly (number | 'all')[];
  readonly ways: number;
  readonly queries: number;
  readonly episodes: number;
  readonly resamples?: number;
  readonly confidence?: number;
  readonly base?: BaseStatistics;
  readonly tensors?: Tensors;
}

export type MeasuredValue =
  | { readonly value: number; readonly interval: Interval | { readonly undefinedBecause: string } }
  | { readonly undefinedBecause: string };

export interface ShotPoint {
  readonly shots: number | 'all';
  /** Of each method, by its name. */
  readonly methods: Readonly<Record<string, Readonly<Record<EpisodeMeasure, MeasuredValue>>>>;
  /** Of each method but the last against the last: the same episodes, patients and resamples. */
  readonly differences: Readonly<Record<string, Readonly<Record<EpisodeMeasure, MeasuredValue>>>>;
}

const defaults = { shots: [1, 3, 5, 10, 20, 'all'] as const, resamples: 1000, confidence: 0.95 };

/**
 * Performance against the number of shots, every method on the same episodes; the last method is the baseline of the
 * differences. One set of episodes with all shots is drawn, and k shots are the first k patients of each class: the
 * queries are the same along the curve, and the supports nested.
 *
 * A measure is its mean over episodes. Intervals resample episodes and patients at once (pigeonhole bootstrap): with
 * multinomial counts v of the episodes and w of the query patients, θ* = Σₑ vₑ θₑ(w) / Σₑ vₑ, θₑ(w) the episode's measure
 * with each query weighted by its patient's count; then percentiles. Somewhat wide by construction, since what is left
 * besides episode and patient is counted more than once. An episode whose patients all have count 0 is left out of that
 * replicate. Support patients are resampled through the episodes alone.
 *
 * Owen AB (2007). The pigeonhole bootstrap. Annals of Applied Statistics 1:386-411.
 *
 * @throws ContractError on a class with too few patients for one shot and one query
 */
export function shotCurve(
  task: ClassTask,
  methods: readonly FewShotMethod[],
  options: ShotCurveOptions,
  random: Random,
): ShotPoint[] {
  const { shots = defaults.shots, ways, queries, episodes: count } = options;
  if (methods.length === 0) throw new ContractError('shot curve', 'no method');
  const drawn = drawEpisodes(task, { ways, shots: 'all', queries, count }, random);
  const patients = numbered(task.groups, drawn);
  return shots.map((k) => {
    const short = k === 'all' ? undefined : tooFew(task, drawn, k);
    if (short) return undefinedPoint(k, methods, short);
    const nested = k === 'all' ? drawn : drawn.map((episode) => firstShots(episode, k));
    const prepared = methods.map((method) => {
      const made = classifyEpisodes(method, task.features, nested, {
        ...options,
        random: random.fork(method.name),
      });
      return made.map((probabilities, e) =>
        prepareEpisode({
          probabilities,
          queryClasses: nested[e].queryClasses,
          ways,
          patients: nested[e].query.map((row) => patients.of[row]),
        }),
      );
    });
    return measured(k, methods, prepared, { ...defaults, ...options, patients: patients.count, random });
  });
}

/** The first k support rows of each way. */
export function firstShots(episode: ClassEpisode, k: number): ClassEpisode {
  const seen = new Int32Array(episode.ways.length);
  const kept = episode.supportClasses.map((c) => (seen[c]++ < k ? 1 : 0));
  return {
    ...episode,
    support: episode.support.filter((_, i) => kept[i] === 1),
    supportClasses: episode.supportClasses.filter((_, i) => kept[i] === 1),
  };
}

/** Why an episode has no k patients of a class to learn from; undefined where all have. */
export function tooFew(task: ClassTask, drawn: readonly ClassEpisode[], k: number): string | undefined {
  for (const { ways, supportClasses } of drawn)
    for (let way = 0; way < ways.length; way++) {
      const own = supportClasses.filter((c) => c === way).length;
      if (own < k) return `class ${task.classNames[ways[way]]} has ${own} patients for the support, not ${k}`;
    }
  return undefined;
}

/** Query patients numbered from 0, by row. */
export function numbered(groups: Int32Array, drawn: readonly ClassEpisode[]) {
  const numbers = new Map<number, number>();
  const of = new Int32Array(groups.length).fill(-1);
  for (const { query } of drawn)
    for (const row of query) {
      const known = numbers.get(groups[row]) ?? numbers.size;
      numbers.set(groups[row], known);
      of[row] = known;
    }
  return { of, count: numbers.size };
}

const everyMeasure = <Value>(of: (measure: EpisodeMeasure, at: number) => Value) =>
  Object.fromEntries(episodeMeasures.map((measure, at) => [measure, of(measure, at)])) as Record<
    EpisodeMeasure,
    Value
  >;

function undefinedPoint(shots: number | 'all', methods: readonly FewShotMethod[], why: string): ShotPoint {
  const nothing = everyMeasure(() => ({ undefinedBecause: why }));
  return {
    shots,
    methods: Object.fromEntries(methods.map(({ name }) => [name, nothing])),
    differences: Object.fromEntries(methods.slice(0, -1).map(({ name }) => [name, nothing])),
  };
}

interface Measuring {
  readonly patients: number;
  readonly random: Random;
  readonly resamples: number;
  readonly confidence: number;
}

function measured(
  shots: number | 'all',
  methods: readonly FewShotMethod[],
  prepared: readonly (readonly PreparedEpisode[])[],
  { patients, random, resamples, confidence }: Measuring,
): ShotPoint {
  const episodes = prepared[0].length;
  const ones = { v: new Float64Array(episodes).fill(1), w: new Float64Array(patients).fill(1) };
  const points = prepared.map((own) => episodeMeans(own, ones));
  const stream = random.fork('resamples');
  const replicates = Array.from({ length: resamples }, (_, b) => {
    const drawn = {
      v: bootstrapCounts(episodes, stream.fork(b).fork('episodes')),
      w: bootstrapCounts(patients, stream.fork(b).fork('patients')),
    };
    return prepared.map((own) => episodeMeans(own, drawn));
  });
  const value = (of: (means: readonly Float64Array[]) => number): MeasuredValue => {
    const point = of(points);
    if (!Number.isFinite(point)) return { undefinedBecause: 'no episode has queries of two classes' };
    const finite = Float64Array.from(replicates, of).filter(Number.isFinite);
    return { value: point, interval: percentileInterval(finite, confidence) };
  };
  const last = methods.length - 1;
  return {
    shots,
    methods: Object.fromEntries(
      methods.map(({ name }, m) => [name, everyMeasure((_, at) => value((means) => means[m][at]))]),
    ),
    differences: Object.fromEntries(
      methods
        .slice(0, -1)
        .map(({ name }, m) => [
          name,
          everyMeasure((_, at) => value((means) => means[m][at] - means[last][at])),
        ]),
    ),
  };
}

/** Weighted mean over episodes of each measure. */
function episodeMeans(
  episodes: readonly PreparedEpisode[],
  { v, w }: { readonly v: Float64Array; readonly w: Float64Array },
): Float64Array {
  const sums = new Float64Array(episodeMeasures.length);
  const mass = new Float64Array(episodeMeasures.length);
  episodes.forEach((episode, e) => {
    if (v[e] === 0) return;
    weightedMeasures(episode, w).forEach((value, at) => {
      if (!Number.isFinite(value)) return;
      sums[at] += v[e] * value;
      mass[at] += v[e];
    });
  });
  return sums.map((total, at) => total / mass[at]);
}
