import { rmSync } from 'node:fs';
import type { ModelSpec } from '@raredx/experiment';
import { openRuntime, type Runtime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { apparentReplicate, constantColumn, encodeReplays, fingerprint, textColumn } from '@raredx/tables';
import { learn } from '@raredx/training';
import { averagedFits } from './averaged-fits.ts';
import type { StudyCohort } from './cohort-step.ts';
import { fitTasks } from './fit-tasks.ts';
import { foldEncoders, predictorsOf } from './fold-encoders.ts';
import type { FoldParts } from './fold-parts.ts';
import { type ReplaySample, replaySamples } from './replay-samples.ts';
import type { RunContext } from './run-context.ts';

/** What one refit says of every development row, as kept between steps. */
interface KeptReplay {
  readonly replicate: number;
  readonly risks: readonly number[];
  readonly note: string;
}

const file = 'replays.parquet';

/**
 * Fits encoder and model again on bootstrap samples of the development patients and writes what each refit says of all
 * of them: replays.parquet, which the judge corrects for optimism by. Nothing where the experiment does not ask for it;
 * a model that is done is not refitted.
 */
export async function replayStep(context: RunContext, study: StudyCohort): Promise<void> {
  const { experiment, run, talk, ground } = context;
  const asked = experiment.optimism;
  if (!asked) {
    rmSync(run.path(file), { force: true });
    rmSync(run.path('.steps', 'replays'), { force: true });
    return;
  }
  const samples = replaySamples(study.sites.development, {
    patientId: study.cohort.patientId,
    outcome: study.outcome,
    replicates: asked.replicates,
    random: createRandom(experiment.seed).fork('optimism'),
  });
  const models = experiment.models.filter(({ name }) => asked.models.includes(name));
  let runtime: Promise<Runtime> | undefined;
  const open = () => {
    runtime ??= openRuntime({ device: context.device, deterministic: true, onNotice: talk.line });
    return runtime;
  };
  for (const model of models) await replayModel(context, study, { model, samples, open });
  const kept = models.map(({ name }) => run.read(keptFile(name)));
  await run.step('replays', fingerprint({ ground, kept, models: models.map(({ name }) => name) }), () => {
    const replays = models.map(
      ({ name }, m) => [name, JSON.parse(kept[m] as string) as KeptReplay[]] as const,
    );
    run.write(file, replayTable(context, study, { samples, replays }));
  });
}

const keptFile = (model: string) => `checkpoints/${model}.replays.json`;

async function replayModel(
  context: RunContext,
  study: StudyCohort,
  {
    model,
    samples,
    open,
  }: {
    readonly model: ModelSpec;
    readonly samples: readonly ReplaySample[];
    readonly open: () => Promise<Runtime>;
  },
): Promise<void> {
  const { experiment, run, talk, ground } = context;
  const step = talk.step(`${model.name} replays`);
  const predictors = predictorsOf(context, model);
  const inputs = fingerprint({
    ground,
    cohort: study.hash,
    seed: experiment.seed,
    model,
    predictors,
    outcome: experiment.outcome,
    missing: experiment.missing ?? null,
    device: context.device,
    replicates: samples.length - 1,
  });
  const state = await run.step(`replays-${model.name}`, inputs, async () => {
    const parts = samples.map(
      (sample): FoldParts => ({
        fit: idOf(sample),
        repeat: sample.replicate,
        fold: -1,
        train: sample.train,
        judge: study.sites.development,
      }),
    );
    const { missing, seed } = experiment;
    const encoders = foldEncoders(study, parts, { predictors, missing, seed });
    const fitted = await learn(model, fitTasks(encoders, study, model), {
      random: createRandom(experiment.seed).fork('training'),
      tensors: async () => (await open()).tf,
      onProgress: (done, total) => step.advance(done, total),
      memo: new Map(),
    });
    const replays = averagedFits(encoders, fitted).map(
      ({ repeat, risks, notes }): KeptReplay => ({
        replicate: repeat,
        risks: Array.from(risks[0] as Float64Array),
        note: notes.join('; '),
      }),
    );
    run.write(keptFile(model.name), `${JSON.stringify(replays)}\n`);
  });
  step.end(state === 'kept' ? 'refitted before (kept)' : `${samples.length} fits on bootstrap samples`);
}

/** The apparent fit has the name, and so the random stream, of the final one. */
function idOf({ replicate }: ReplaySample): string {
  return replicate === apparentReplicate ? 'final' : `replay-${replicate}`;
}

function replayTable(
  { experiment }: RunContext,
  { cohort, sites }: StudyCohort,
  {
    samples,
    replays,
  }: {
    readonly samples: readonly ReplaySample[];
    readonly replays: readonly (readonly [string, readonly KeptReplay[]])[];
  },
): Uint8Array {
  const rows = Array.from(sites.development);
  const each = <T>(value: (fit: KeptReplay, at: number, name: string) => readonly T[]): T[] =>
    replays.flatMap(([name, fits]) => fits.flatMap((fit, at) => value(fit, at, name)));
  const repeat = <T>(value: T) => new Array<T>(rows.length).fill(value);
  const p = Float64Array.from(each(({ risks }) => risks));
  return encodeReplays(
    {
      rows: p.length,
      model: textColumn(each((_fit, _at, name) => repeat(name))),
      label: constantColumn(experiment.outcome, p.length),
      replicate: Int32Array.from(each(({ replicate }) => repeat(replicate))),
      patientId: textColumn(each(() => rows.map((row) => cohort.patientId[row] as string))),
      sampleId: textColumn(each(() => rows.map((row) => cohort.sampleId[row] as string))),
      inBag: Int32Array.from(each((_fit, at) => Array.from((samples[at] as ReplaySample).inBag))),
      p,
      note: textColumn(each(({ note }) => repeat(note))),
    },
    { seed: String(experiment.seed), experiment: fingerprint(experiment) },
  );
}
