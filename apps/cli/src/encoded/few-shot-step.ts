import { rmSync } from 'node:fs';
import { ConfigError, type FewShotStudySpec } from '@raredx/experiment';
import type { FewShots } from '@raredx/report';
import { createRandom, type Random } from '@raredx/stats';
import { ContractError, fingerprint } from '@raredx/tables';
import {
  baseStatistics,
  type ClassTask,
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
import { fewShotMethods } from './models/few-shot-methods.ts';
import type { Study } from './study.ts';

const resamples = 500;

/** Curves over the number of shots, on the development samples alone; nothing where the experiment asks for none. */
export async function fewShotStep(
  { experiment, run, talk, ground }: EncodedContext,
  study: Study,
  { features, files }: { readonly features: FeatureStore; readonly files: string },
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
    const { task, leftOut } = taskOf(study, samples, Math.max(...asked.shots));
    const whole = {
      ...task,
      features: featureRows(
        table,
        Array.from(task.rows, (at) => own[at] as number),
      ),
    };
    const random = createRandom(seed).fork('few shots');
    run.write(
      fewShotsFile,
      json({
        ...fewShotCurves(whole, asked, { random, confidence, onProgress: step.advance }),
        ...{ encoder: encoder.name, leftOut },
      }),
    );
  });
  step.end(state === 'kept' ? 'judged before (kept)' : `${asked.episodes} episodes`);
}

/** Episodes keep seven in ten of a class's patients to learn from; the others are judged. */
function serves(patients: number, shots: number): boolean {
  const kept = Math.ceil(0.7 * patients);
  return kept >= shots && kept < patients;
}

/** Classes with patients enough for the most shots and one to judge; the others are named. */
function taskOf(study: Study, samples: readonly number[], most: number) {
  const patients = study.classes.map((_, code) => {
    const own = samples.filter((row) => study.y[row] === code);
    return new Set(own.map((row) => study.units[row])).size;
  });
  const enough = study.classes.filter((_, code) => serves(patients[code] as number, most));
  if (enough.length < 2) {
    const largest = Math.max(...patients);
    throw new ContractError(
      'few_shot',
      `${enough.length} classes have the patients for ${most} shots (the largest has ${largest})`,
      'ask for fewer shots',
    );
  }
  const rows = Uint32Array.from(samples.keys()).filter((at) =>
    enough.includes(study.classes[study.y[samples[at] as number] as number] as string),
  );
  const unitOf = new Map<string, number>();
  const groups = Int32Array.from(rows, (at) => {
    const unit = study.units[samples[at] as number] as string;
    const code = unitOf.get(unit) ?? unitOf.size;
    unitOf.set(unit, code);
    return code;
  });
  const classes = Int32Array.from(rows, (at) =>
    enough.indexOf(study.classes[study.y[samples[at] as number] as number] as string),
  );
  return {
    task: { rows, classes, classNames: enough, groups },
    leftOut: study.classes.filter((name) => !enough.includes(name)),
  };
}

interface FewShotOptions {
  readonly random: Random;
  readonly confidence: number;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/**
 * The curves as the pack shows them. What SimpleShot centres at is the mean of all samples, labels not looked at.
 */
export function fewShotCurves(
  task: ClassTask,
  asked: FewShotStudySpec,
  { random, confidence, onProgress = () => {} }: FewShotOptions,
): Omit<FewShots, 'encoder' | 'leftOut'> {
  const { shots, queries, episodes, unknown } = asked;
  const ways = Math.min(asked.ways ?? task.classNames.length, task.classNames.length);
  const options = { shots, ways, queries, episodes, resamples, confidence, base: baseStatistics(task) };
  const names = [...new Set(asked.methods)];
  if (unknown > ways - 2)
    throw new ConfigError(
      'few_shot.unknown',
      `${unknown} of ${ways} classes left out leave no two`,
      'ask for fewer',
    );
  const methods = names.map((name) => fewShotMethods[name]());
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
