import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, encodedExperimentSchema, writeAtomically } from '@raredx/experiment';
import { openRuntime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { encodePredictions } from '@raredx/tables';
import { createTalk } from '../talk.ts';
import { classPredictions } from './class-predictions.ts';
import { openFeatureStore } from './feature-store.ts';
import { readModel, readModelList } from './model-folder.ts';
import type { KeptModel, PredictedSamples, SampleModel } from './models/sample-model.ts';
import { openSamples } from './open-samples.ts';
import type { PredictRequest } from './predict-request.ts';
import { riskTable } from './risk-table.ts';
import { sampleModels } from './sample-models.ts';
import type { Samples } from './samples.ts';
import { summarise, summaryLines } from './summarise.ts';

/** `raredx predict`: risks of new samples by a trained model; a predictions table too where labels are known. */
export async function predict(request: PredictRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const folder = resolve(request.model);
  if (!existsSync(folder)) throw new ConfigError('--model', `no such folder (${request.model})`);
  const list = readModelList(folder, request.model);
  const entry = list.models.find(({ name }) => name === list.primary);
  if (!entry) throw new ConfigError('--model', `its list names no model ${list.primary}`, 'train again');
  const kept = readModel(folder, entry);
  const samples = await openSamples(resolve(request.manifest), request, {
    shown: request.manifest,
    onBad: request.onBad,
  });
  const step = talk.step('predict');
  let opened: ReturnType<typeof openRuntime> | undefined;
  const runtime = () => {
    opened ??= openRuntime({ device: request.device, deterministic: false, onNotice: talk.line });
    return opened;
  };
  const features = openFeatureStore(samples, {
    ...{ runtime, onBad: request.onBad },
    onProgress: (done, total) => step.advance(done, total),
  });
  const base = encodedExperimentSchema.shape.encoder.parse(undefined);
  const model = sampleModels(base)[entry.kind] as unknown as Pick<SampleModel<never>, 'predict'>;
  const predicted = await model.predict(kept as KeptModel, samples, {
    ...{ features, runtime, classes: list.classes, random: createRandom(0) },
    onProgress: (done, total) => step.advance(done, total),
  });
  step.end(`${predicted.rows.length} samples by ${entry.name}`);
  for (const note of samples.notes) talk.line(`samples: ${note}`);
  for (const { file, reason } of features.leftOut()) talk.line(`left out: ${file}: ${reason}`);
  const result = write(request, { samples, predicted, classes: list.classes, model: entry.name });
  for (const line of summaryLines(result.summary)) talk.line(line);
  const leftOut = features.leftOut().length;
  process.stdout.write(request.json ? `${JSON.stringify({ ...result, leftOut })}\n` : `${result.risks}\n`);
  return 0;
}

interface Predicted {
  readonly samples: Samples;
  readonly predicted: PredictedSamples;
  readonly classes: readonly string[];
  readonly model: string;
}

function write(request: PredictRequest, { samples, predicted, classes, model }: Predicted) {
  const out = resolve(request.out);
  mkdirSync(out, { recursive: true });
  const risks = join(request.out, 'risks.csv');
  writeAtomically(join(out, 'risks.csv'), riskTable(samples, predicted, classes));
  const known = Array.from(predicted.rows.keys()).filter((at) =>
    classes.includes(samples.label[predicted.rows[at] as number] ?? ''),
  );
  const strangers = Array.from(predicted.rows).filter((row) => {
    const label = samples.label[row];
    return label != null && !classes.includes(label);
  }).length;
  const said = { model, samples: predicted.rows.length, labelled: known.length, strangers, risks };
  if (known.length === 0) return { ...said, predictions: null, summary: [] };
  const k = classes.length;
  const p = new Float64Array(known.length * k);
  known.forEach((at, to) => {
    p.set(predicted.risks.subarray(at * k, at * k + k), to * k);
  });
  const rows = known.map((at) => predicted.rows[at] as number);
  const table = classPredictions(samples, classes, [
    { model, partition: 'external', repeat: -1, fold: -1, rows, p },
  ]);
  writeAtomically(join(out, 'predictions.parquet'), encodePredictions(table));
  const summary = summarise(table, { seed: 1 });
  return { ...said, predictions: join(request.out, 'predictions.parquet'), summary };
}
