import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LeftOut } from '@raredx/cohort';
import { controlsOf } from '@raredx/experiment';
import type { Trainings } from '@raredx/report';
import { openRuntime, type Runtime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { ContractError, encodePredictions, encodeSplit, fingerprint, sha256 } from '@raredx/tables';
import { json } from '../run/json.ts';
import { classPredictions } from './class-predictions.ts';
import { dataFactsOf, flowOf, tableOneOf } from './describe-samples.ts';
import type { EncodedContext } from './encoded-context.ts';
import { openFeatureStore } from './feature-store.ts';
import { fewShotStep } from './few-shot-step.ts';
import { filesFingerprint } from './files-fingerprint.ts';
import { inspectSamples } from './inspect-samples.ts';
import { type ModelEntry, writeModel, writeModelList } from './model-folder.ts';
import { openDataset, openSamples } from './open-samples.ts';
import { replayHeads } from './replay-heads.ts';
import { blocksOf, decodeRounds, encodeRounds } from './round-checkpoint.ts';
import { learnSamples } from './sample-models.ts';
import type { Samples } from './samples.ts';
import { type Study, studyOf } from './study.ts';
import { thinClasses } from './thin-classes.ts';
import { writeTrainings } from './write-trainings.ts';

/** Samples → folds → models → predictions: everything up to where judging begins. */
export async function learnEncoded(context: EncodedContext): Promise<Study> {
  const study = await divided(context);
  const open = runtimeOf(context);
  const { experiment, run, talk, ground } = context;
  const step = talk.step('features');
  const features = openFeatureStore(study.samples, {
    runtime: open,
    onBad: 'stop',
    onProgress: (done, total, what) => step.advance(done, total, what),
  });
  for (const { model, scratch } of controlsOf(experiment))
    talk.line(`${scratch}: control of ${model}, as long again to train; controls: false adds none`);
  const entries: ModelEntry[] = [];
  const trained: Trainings['models'][number][] = [];
  const unsupportedModels = new Set<string>();
  const files = await filesFingerprint(study.samples);
  for (const spec of experiment.models) {
    const own = talk.step(spec.name);
    const inputs = fingerprint({
      ground,
      study: study.fingerprint,
      seed: experiment.seed,
      encoder: experiment.encoder,
      spec,
      device: context.device,
      files,
      members: spec.kind === 'average' ? spec.members.map((name) => hashOf(run, name)) : [],
    });
    const state = await run.step(`model-${spec.name}`, inputs, async () => {
      const learned = await learnSamples(spec, experiment, {
        study,
        features,
        random: createRandom(experiment.seed).fork(spec.name),
        runtime: open,
        scratch: run.path('checkpoints', spec.name),
        learned: (model) => decodeRounds(model, readFileSync(run.path(checkpointOf(model))), study),
        onProgress: (done, total, what) => own.advance(done, total, what),
      });
      const entry = writeModel(run, spec, learned.kept);
      run.write(
        `model/${spec.name}.json`,
        json({
          ...entry,
          ...{ notes: learned.notes, unsupported: learned.unsupported ?? [], fits: learned.fits ?? [] },
        }),
      );
      run.write(`model/${spec.name}.encoders.json`, json(features.cards()));
      run.write(checkpointOf(spec.name), encodeRounds(learned));
      rmSync(run.path('checkpoints', spec.name), { recursive: true, force: true });
    });
    const { notes, unsupported, fits, ...entry } = JSON.parse(run.read(`model/${spec.name}.json`));
    if (fits.length > 0) trained.push({ model: spec.name, fits });
    entries.push(entry as ModelEntry);
    own.end(state === 'kept' ? 'learned before (kept)' : `${study.rounds.length} fits`);
    for (const note of (notes as string[]).slice(0, 3)) talk.line(`${spec.name}: ${note}`);
    for (const line of unsupported as string[]) unsupportedModels.add(line);
  }
  step.end(
    features
      .cards()
      .map(({ name }) => name)
      .join(', ') || 'none needed',
  );
  run.write('cohort/unsupported-models.json', json([...unsupportedModels]));
  for (const line of unsupportedModels) talk.line(`not supported by these data: ${line}`);
  writeModelList(run, {
    ...{ kind: experiment.kind, primary: experiment.primary, classes: study.classes, models: entries },
  });
  await fewShotStep(context, study, { features, files, runtime: open });
  await replayHeads(context, study, { features, files });
  await gathered(context, study);
  await writeTrainings(context, trained);
  return study;
}

const checkpointOf = (model: string) => `checkpoints/${model}.safetensors`;
const hashOf = (run: EncodedContext['run'], model: string) =>
  sha256(readFileSync(run.path(checkpointOf(model))));

async function divided(context: EncodedContext): Promise<Study> {
  const { experiment, run, talk } = context;
  const step = talk.step('samples');
  const samples = await opened(context);
  const inspection = await inspectSamples(samples, experiment.seed, (done, total) =>
    step.advance(done, total, 'copies'),
  );
  requireRead(inspection.unread, talk);
  const study = studyOf(samples, experiment, inspection.units);
  run.write('cohort/leak-certificate.json', json(inspection.certificate(study)));
  run.write('cohort/flow.json', json(flowOf(study)));
  run.write('cohort/table-one.json', json(tableOneOf(study)));
  const card = experiment.dataset === undefined ? null : resolve(context.base, experiment.dataset);
  run.write('cohort/dataset.json', json(dataFactsOf(samples, card)));
  if (study.split) run.write('splits.parquet', encodeSplit(study.split));
  const { development, external, classes } = study;
  const patients = new Set(Array.from(development, (row) => study.units[row])).size;
  step.end(
    `${development.length} samples of ${patients} patients to learn ${classes.length} classes from${external.length > 0 ? `, ${external.length} kept for the external test` : ''}`,
  );
  for (const line of [...inspection.said, ...study.said, ...thinClasses(study)])
    talk.line(`samples: ${line}`);
  for (const note of samples.notes) talk.line(`samples: ${note}`);
  return study;
}

/** A picture that cannot be read stops a training: who is left out is for people to decide. */
function requireRead(unread: readonly LeftOut[], talk: EncodedContext['talk']): void {
  const [first, ...others] = unread;
  if (!first) return;
  for (const { file, reason } of others) talk.line(`${file}: ${reason}`);
  const more = others.length > 0 ? ` (and ${others.length} more files cannot be read)` : '';
  throw new ContractError(
    first.file,
    `${first.reason}${more}`,
    'repair the file, or take its row out of the manifest',
  );
}

function opened({ experiment, base, oneImageAPatient }: EncodedContext): Promise<Samples> {
  if (experiment.dataset !== undefined) return openDataset(resolve(base, experiment.dataset));
  const manifest = experiment.manifest as string;
  const columns = { ...defined(experiment.columns), attr: experiment.attributes, oneImageAPatient };
  return openSamples(resolve(base, manifest), columns, { shown: manifest });
}

function defined<T extends object>(columns: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as never;
}

function runtimeOf({ device, talk }: EncodedContext): () => Promise<Runtime> {
  let opened: Promise<Runtime> | undefined;
  return () => {
    opened ??= openRuntime({ device, deterministic: false, onNotice: (line) => talk.line(line) });
    return opened;
  };
}

async function gathered({ experiment, run, talk, ground }: EncodedContext, study: Study): Promise<void> {
  const step = talk.step('predictions');
  const checkpoints = experiment.models.map(({ name }) => readFileSync(run.path(checkpointOf(name))));
  const inputs = fingerprint({ ground, checkpoints: checkpoints.map(sha256), study: study.fingerprint });
  let rows = 0;
  const state = await run.step('predictions', inputs, () => {
    const blocks = experiment.models.flatMap(({ name }, at) =>
      blocksOf(name, checkpoints[at] as Uint8Array, study),
    );
    const table = classPredictions(study.samples, study.classes, blocks);
    rows = table.rows;
    run.write(
      'predictions.parquet',
      encodePredictions(table, {
        seed: String(experiment.seed),
        study: study.fingerprint,
        experiment: fingerprint(experiment),
      }),
    );
  });
  step.end(state === 'kept' ? 'gathered before (kept)' : `${rows} rows`);
}
