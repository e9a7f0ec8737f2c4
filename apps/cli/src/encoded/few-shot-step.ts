import { rmSync } from 'node:fs';
import { ConfigError, type FewShotStudySpec } from '@raredx/experiment';
import type { FewShots } from '@raredx/report';
import type { Runtime } from '@raredx/runtime';
import { createRandom, type Random } from '@raredx/stats';
import { fingerprint } from '@raredx/tables';
import {
  baseStatistics,
  type ClassTask,
  type FewShotMethod,
  type MeasuredValue,
  openSetCurve,
  type ShotPoint,
  shotCurve,
} from '@raredx/training';
import { fewShotsFile } from '../pack/pack-documents.ts';
import { json } from '../run/json.ts';
import type { EncodedContext } from './encoded-context.ts';
import { featureRows } from './feature-rows.ts';
import type { FeatureStore } from './feature-store.ts';
import { baseAndNovel, fewShotTask } from './few-shot-task.ts';
import { fewShotMethods } from './models/few-shot-methods.ts';
import { isLearned, learnedMethod } from './models/learned-methods.ts';
import type { Study } from './study.ts';

const resamples = 500;

interface FewShotContext {
  readonly features: FeatureStore;
  readonly files: string;
  readonly runtime: () => Promise<Runtime>;
}

/** Curves over the number of shots, on the development samples alone; nothing where the experiment asks for none. */
export async function fewShotStep(
  { experiment, run, talk, ground }: EncodedContext,
  study: Study,
  { features, files, runtime }: FewShotContext,
): Promise<void> {
  const asked = experiment.few_shot;
  if (!asked) {
    rmSync(run.path(fewShotsFile), { force: true });
    return;
  }
  const step = talk.step('few shots');
  const { encoder, seed } = experiment;
  const { confidence } = experiment.validation;
  const inputs = fingerprint({
    ...{ ground, asked, encoder, seed, confidence, files, resamples },
    study: study.fingerprint,
  });
  const state = await run.step('few-shots', inputs, async () => {
    const { features: table, rows } = await features.encoded(encoder);
    const learned = new Set(study.development);
    const own = Uint32Array.from(rows.keys()).filter((at) => learned.has(rows[at] as number));
    const samples = Array.from(own, (at) => rows[at] as number);
    const random = createRandom(seed).fork('few shots');
    const parts = baseAndNovel(study, samples, { base: asked.base, random });
    const placeOf = new Map(samples.map((row, at) => [row, own[at] as number]));
    const taskOf = (some: readonly number[], shots: number) => {
      const { places, leftOut, ...task } = fewShotTask(study, some, shots);
      const at = Array.from(places, (place) => placeOf.get(some[place] as number) as number);
      return { task: { ...task, features: featureRows(table, at) }, leftOut };
    };
    const { task, leftOut } = taskOf(parts.novel, Math.max(...asked.shots));
    const base = parts.base.length > 0 ? taskOf(parts.base, 1).task : null;
    const options = { random, confidence, base, runtime, onProgress: step.advance };
    const curves = await fewShotCurves(task, asked, options);
    run.write(fewShotsFile, json({ ...curves, encoder: encoder.name, leftOut }));
  });
  step.end(state === 'kept' ? 'judged before (kept)' : `${asked.episodes} episodes`);
}

interface FewShotOptions {
  readonly random: Random;
  readonly confidence: number;
  /** What methods are learned on and centred by; null: nothing is learned, and all samples are the centre. */
  readonly base: ClassTask | null;
  readonly runtime: () => Promise<Runtime>;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** The curves as the pack shows them. Without base classes SimpleShot centres at the mean of all samples, unlabelled. */
export async function fewShotCurves(
  task: ClassTask,
  asked: FewShotStudySpec,
  { random, confidence, base, runtime, onProgress = () => {} }: FewShotOptions,
): Promise<Omit<FewShots, 'encoder' | 'leftOut'>> {
  const { shots, queries, episodes, unknown } = asked;
  const ways = Math.min(asked.ways ?? task.classNames.length, task.classNames.length);
  const options = {
    shots,
    ways,
    queries,
    episodes,
    resamples,
    confidence,
    base: baseStatistics(base ?? task),
  };
  const names = [...new Set(asked.methods)];
  if (unknown > ways - 2)
    throw new ConfigError(
      'few_shot.unknown',
      `${unknown} of ${ways} classes left out leave no two`,
      'ask for fewer',
    );
  const methods: FewShotMethod[] = [];
  for (const name of names)
    methods.push(
      isLearned(name) ? await learnedMethod(name, base, { ways, random, runtime }) : fewShotMethods[name](),
    );
  const parts = unknown > 0 ? 2 : 1;
  // A number of shots by itself gives what it gives among others: episodes and resamples are keyed, not drawn in turn.
  const each = <Point>(part: number, of: (own: typeof options) => Point[]) =>
    shots.flatMap((k, at) => {
      onProgress(part * shots.length + at, parts * shots.length, `${k} shots`);
      return of({ ...options, shots: [k] });
    });
  const curve = each(0, (own) => shotCurve(task, methods, own, random));
  const open = unknown > 0 ? each(1, (own) => openSetCurve(task, { ...own, unknown }, random)) : [];
  return {
    ...{ schemaVersion: 1, classes: [...task.classNames], ways, queries, episodes, resamples, confidence },
    ...{ patients: new Set(task.groups).size, samples: task.classes.length },
    baseline: names.at(-1) as string,
    base: base ? [...base.classNames] : [],
    points: pointsOf(curve, 'methods'),
    differences: pointsOf(curve, 'differences'),
    ...{
      unknown: open.length > 0 ? unknown : 0,
      openSet: open.flatMap(({ shots: k, scores }) =>
        Object.entries(scores).map(([score, value]) => ({
          ...{ shots: k, score: score as FewShots['openSet'][number]['score'] },
          ...flattened(value as MeasuredValue),
        })),
      ),
    },
  };
}

function pointsOf(curve: readonly ShotPoint[], key: 'methods' | 'differences'): FewShots['points'] {
  return curve.flatMap((point) =>
    Object.entries(point[key]).flatMap(([method, measured]) =>
      Object.entries(measured).map(([measure, value]) => ({
        ...{ shots: point.shots as number, method },
        measure: measure as FewShots['points'][number]['measure'],
        ...flattened(value),
      })),
    ),
  );
}

function flattened(measured: MeasuredValue) {
  const nothing = { estimate: null, lower: null, upper: null };
  if ('undefinedBecause' in measured) return { ...nothing, undefinedBecause: measured.undefinedBecause };
  const { value, interval } = measured;
  return 'undefinedBecause' in interval
    ? { ...nothing, estimate: value, undefinedBecause: interval.undefinedBecause }
    : { estimate: value, lower: interval.lower, upper: interval.upper, undefinedBecause: null };
}
