import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, openRun, readEncodedExperiment } from '@raredx/experiment';
import { type Explanation, type Explanations, readExplanations } from '@raredx/report';
import { openRuntime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import type { LayerActivity } from '@raredx/training';
import { explanationsFile } from '../pack/pack-documents.ts';
import { json } from '../run/json.ts';
import { createTalk } from '../talk.ts';
import type { ExplainContext } from './explain-context.ts';
import { explainImages } from './explain-images.ts';
import { explainNotes } from './explain-notes.ts';
import type { ExplainRequest } from './explain-request.ts';
import { explainRows } from './explain-rows.ts';
import { explainStudy } from './explain-study.ts';
import { type ModelList, readModel, readModelList } from './model-folder.ts';

const settingsFile = 'experiment.resolved.yaml';
/** What units of each layer do; for whoever made the model, not for the pack. */
const layersFile = 'layers.json';

/** `raredx explain`: what a model of a run looks at, by every method that fits it, each under its gates. */
export async function explain(request: ExplainRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  if (!Number.isInteger(request.images) || request.images < 5) {
    throw new ConfigError(
      '--images',
      `must be a whole number from 5 on (${request.images})`,
      'as in --images 24',
    );
  }
  const folder = resolve(request.run);
  const list = readModelList(folder, request.run);
  const experiment = readEncodedExperiment(
    readFileSync(join(folder, settingsFile), 'utf8'),
    settingsFile,
    [],
  );
  const name = request.model ?? explained(list);
  if (request.model === undefined && name !== list.primary)
    talk.line(`${list.primary} is a mean of models and has no network of its own: ${name} is explained`);
  const entry = list.models.find((one) => one.name === name);
  const spec = experiment.models.find((one) => one.name === name);
  if (!entry || !spec) {
    const names = list.models.map((one) => one.name).join(', ');
    throw new ConfigError('--model', `no model ${name} in this run`, `models: ${names}`);
  }
  const run = openRun(folder, experiment.name);
  try {
    const study = await explainStudy(experiment, request);
    const random = createRandom(experiment.seed).fork('explain').fork(name);
    const step = talk.step('explain');
    const runtime = await openRuntime({ device: request.device, onNotice: talk.line });
    const rows = explainRows(study, request.images, random.fork('rows'));
    const kept = readModel(folder, entry);
    const { methods, layers } = await byKind({ experiment, study, spec, kept, rows, runtime, random, step });
    step.end(`${name}: ${methods.length} methods on ${rows.explained.length} samples`);
    for (const method of methods) for (const line of sayMethod(method)) talk.line(line);
    const before = existsSync(run.path(explanationsFile)) ? run.read(explanationsFile) : null;
    run.write(explanationsFile, json(merged(before, methods)));
    if (layers.length > 0) run.write(layersFile, json({ schemaVersion: 1, model: name, layers }));
    const said = methods.map(({ id, kind, admitted, gates }) => ({ id, kind, admitted, gates }));
    const path = join(request.run, explanationsFile);
    process.stdout.write(request.json ? `${JSON.stringify({ path, methods: said })}\n` : `${path}\n`);
    return 0;
  } finally {
    run.release();
  }
}

/** The model to be used, or the first of a mean that looks at samples by itself. */
function explained({ primary, models }: ModelList): string {
  const looks = ({ kind }: ModelList['models'][number]) => kind === 'head' || kind === 'fine-tuned';
  const own = models.find(({ name }) => name === primary);
  return own && looks(own) ? primary : (models.find(looks)?.name ?? primary);
}

interface Explained {
  readonly methods: readonly Explanation[];
  readonly layers: readonly LayerActivity[];
}

async function byKind(context: ExplainContext): Promise<Explained> {
  const { samples } = context.study;
  if (samples.kind === 'images') return explainImages(context, samples);
  return { methods: [await explainNotes(context, samples)], layers: [] };
}

/** What other models and methods left in the file stays; what is explained anew takes the place of its older self. */
export function merged(before: string | null, methods: readonly Explanation[]): Explanations {
  const kept = before === null ? [] : readExplanations(before, explanationsFile).methods;
  const renewed = new Set(methods.map(({ id }) => id));
  const document = { schemaVersion: 1, methods: [...kept.filter(({ id }) => !renewed.has(id)), ...methods] };
  return readExplanations(JSON.stringify(document), explanationsFile);
}

function sayMethod({ id, admitted, gates }: Explanation): readonly string[] {
  const failed = gates.filter(({ passed }) => !passed);
  if (admitted) return [`${id}: admitted, ${gates.length} gates passed`];
  return [`${id}: not shown`, ...failed.map(({ name, why }) => `  ${name}: ${why}`)];
}
