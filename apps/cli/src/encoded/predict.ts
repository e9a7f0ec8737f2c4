import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import { openRuntime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { ContractError, encodePredictions } from '@raredx/tables';
import type { TestPart } from '../new-patients/learned-patients.ts';
import { createTalk, type Talk } from '../talk.ts';
import { classPredictions } from './class-predictions.ts';
import { openFeatureStore } from './feature-store.ts';
import { testPartsOf } from './learned-samples.ts';
import { type ModelList, readModel, readModelList } from './model-folder.ts';
import type { PredictContext, PredictedSamples } from './models/sample-model.ts';
import { openSamples } from './open-samples.ts';
import type { PredictRequest } from './predict-request.ts';
import { riskTable } from './risk-table.ts';
import { predictSamples } from './sample-models.ts';
import type { Samples } from './samples.ts';
import { summarise, summaryLines } from './summarise.ts';

/** `raredx predict`: risks of new samples by a trained model; a predictions table too where labels are known. */
export async function predict(request: PredictRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const list = readModelList(resolve(request.model), request.model);
  const out = resolve(request.out);
  if (existsSync(out) && !statSync(out).isDirectory())
    throw new ConfigError('--out', 'a file stands where a folder is expected', 'choose another folder');
  const samples = await samplesFor(list, request);
  for (const note of samples.notes) talk.line(`samples: ${note}`);
  const predicted = await predictedBy(list, { request, samples, talk });
  const leftOut = [...(samples.kind === 'images' ? samples.images.leftOut : []), ...predicted.leftOut];
  for (const { file, reason } of leftOut) talk.line(`left out: ${file}: ${reason}`);
  const parts = testPartsOf(samples, resolve(request.model));
  const result = write(request, { samples, predicted, list, parts });
  sayParts(predicted.rows, parts, talk);
  if (result.strangers > 0)
    talk.line(
      `samples: ${result.strangers} have a label that was not learned (${result.unknownLabels.join(', ')}): predicted, not judged`,
    );
  for (const line of summaryLines(result.summary)) talk.line(line);
  const document = { ...result, leftOut: leftOut.length };
  process.stdout.write(request.json ? `${JSON.stringify(document)}\n` : `${result.risks}\n`);
  return 0;
}

async function samplesFor({ kind }: ModelList, request: PredictRequest): Promise<Samples> {
  const columns = kind === 'notes' ? { ...request, text: request.text ?? 'text' } : request;
  if (kind === 'images' && request.text !== undefined)
    throw new ConfigError('--text', 'the model reads images', 'name the column of the picture with --image');
  return openSamples(resolve(request.manifest), columns, { shown: request.manifest, onBad: request.onBad });
}

interface Asked {
  readonly request: PredictRequest;
  readonly samples: Samples;
  readonly talk: Talk;
}

async function predictedBy(list: ModelList, { request, samples, talk }: Asked): Promise<PredictedSamples> {
  const folder = resolve(request.model);
  const step = talk.step('predict');
  let opened: ReturnType<typeof openRuntime> | undefined;
  const runtime = () => {
    opened ??= openRuntime({ device: request.device, deterministic: false, onNotice: talk.line });
    return opened;
  };
  const { onBad } = request;
  const onProgress = (done: number, total: number, what?: string) => step.advance(done, total, what);
  const features = openFeatureStore(samples, { runtime, onBad, onProgress });
  const member = (name: string) => {
    const entry = list.models.find((model) => model.name === name);
    if (!entry) throw new ContractError('model/models.json', `no model ${name}`, 'train again');
    return predictSamples(entry.kind, readModel(folder, entry), { samples, context });
  };
  const context: PredictContext = {
    ...{ features, runtime, onBad, member, onProgress },
    classes: list.classes,
    random: createRandom(0),
  };
  const predicted = await member(list.primary);
  step.end(`${predicted.rows.length} samples by ${list.primary}`);
  if (predicted.rows.length > 0) return predicted;
  const reason = predicted.leftOut[0]?.reason ?? 'it lists none';
  throw new ContractError(samples.where, `no sample could be read (${reason})`);
}

interface Predicted {
  readonly samples: Samples;
  readonly predicted: PredictedSamples;
  readonly list: ModelList;
  readonly parts: readonly TestPart[];
}

/** What a judgement of these samples is worth. */
function sayParts(rows: ArrayLike<number>, parts: readonly TestPart[], talk: Talk): void {
  const own = Array.from(rows, (row) => parts[row]);
  const count = (part: TestPart) => own.filter((each) => each === part).length;
  if (count('learned') > 0)
    talk.line(
      `samples: ${count('learned')} are those that the models learned from, or of their patients: a risk, and no judgement`,
    );
  if (count('test') > 0)
    talk.line(
      `samples: ${count('test')} are of sites that the models learned from: a test within those sites, not an external one`,
    );
}

function write(request: PredictRequest, { samples, predicted, list, parts }: Predicted) {
  const { classes, primary: model } = list;
  const out = resolve(request.out);
  mkdirSync(out, { recursive: true });
  writeAtomically(join(out, 'risks.csv'), riskTable(samples, predicted, classes));
  const labels = Array.from(predicted.rows, (row) => samples.label[row] ?? null);
  const partOf = (at: number) => parts[predicted.rows[at] as number] as TestPart;
  const labelled = Array.from(labels.keys()).filter((at) => classes.includes(labels[at] ?? ''));
  const known = labelled.filter((at) => partOf(at) !== 'learned');
  const others = labels.filter((label): label is string => label !== null && !classes.includes(label));
  const said = {
    ...{ model, samples: predicted.rows.length, labelled: labelled.length, judged: known.length },
    ...{ strangers: others.length, unknownLabels: [...new Set(others)].sort().slice(0, 12) },
    risks: join(request.out, 'risks.csv'),
  };
  const file = join(out, 'predictions.parquet');
  if (known.length === 0) {
    // Else those of an earlier manifest would stand beside these risks.
    rmSync(file, { force: true });
    return { ...said, predictions: null, summary: [] };
  }
  const k = classes.length;
  const p = new Float64Array(known.length * k);
  known.forEach((at, to) => {
    p.set(predicted.risks.subarray(at * k, at * k + k), to * k);
  });
  const blocks = (['external', 'test'] as const).flatMap((partition) => {
    const own = [...known.keys()].filter((to) => partOf(known[to] as number) === partition);
    if (own.length === 0) return [];
    const rows = own.map((to) => predicted.rows[known[to] as number] as number);
    const risks = Float64Array.from(own.flatMap((to) => [...p.subarray(to * k, to * k + k)]));
    return [{ model, partition, repeat: -1, fold: -1, rows, p: risks }];
  });
  const table = classPredictions(samples, classes, blocks);
  writeAtomically(file, encodePredictions(table));
  return {
    ...said,
    predictions: join(request.out, 'predictions.parquet'),
    summary: summarise(table, { seed: 1 }),
  };
}
