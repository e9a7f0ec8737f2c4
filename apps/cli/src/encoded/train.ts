import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import {
  ConfigError,
  type EncodedExperiment,
  encodedExperimentSchema,
  openRun,
  readEncodedExperiment,
} from '@raredx/experiment';
import { fingerprint, readPredictions } from '@raredx/tables';
import { stringify } from 'yaml';
import { codeFingerprint } from '../run/code-fingerprint.ts';
import { softwareVersion } from '../software.ts';
import { createTalk } from '../talk.ts';
import { chosenPrimary } from './chosen-primary.ts';
import { experimentOfManifest } from './experiment-of-manifest.ts';
import { type EncodedContext, learnEncoded } from './learn-encoded.ts';
import { readModelList, writeModelList } from './model-folder.ts';
import { openSamples } from './open-samples.ts';
import { type PartSummary, summarise, summaryLines } from './summarise.ts';
import type { TrainRequest } from './train-request.ts';

/** `raredx train`: samples → folds → models → predictions, and which model is to be used. */
export async function train(request: TrainRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const { experiment, base, chooses } = await experimentOf(request);
  const folder = request.out ?? `runs/${experiment.name}`;
  const run = openRun(resolve(folder), experiment.name);
  try {
    run.write('experiment.resolved.yaml', stringify(experiment));
    const context: EncodedContext = {
      ...{ experiment, base, run, talk, device: request.device },
      oneImageAPatient: request.oneImageAPatient ?? false,
      ground: fingerprint({ version: softwareVersion, code: codeFingerprint() }),
    };
    await learnEncoded(context);
    const predictions = await readPredictions(run.path('predictions.parquet'), 'predictions.parquet');
    const summary = summarise(predictions, { seed: experiment.seed });
    for (const line of summaryLines(summary)) talk.line(line);
    const list = readModelList(run.folder, folder);
    const primary = chooses ? chosenPrimary(experiment, summary) : experiment.primary;
    writeModelList(run, { ...list, primary });
    if (chooses) talk.line(`model to be used: ${primary}, the lowest log loss out of fold`);
    say(request, { folder, primary, summary, classes: list.classes });
    return 0;
  } finally {
    run.release();
  }
}

async function experimentOf(
  request: TrainRequest,
): Promise<{ readonly experiment: EncodedExperiment; readonly base: string; readonly chooses: boolean }> {
  const path = resolve(request.source);
  if (!existsSync(path))
    throw new ConfigError(request.source, 'no such file or folder', 'name a manifest or an experiment');
  if (['.yaml', '.yml'].includes(extname(path).toLowerCase())) {
    const experiment = readEncodedExperiment(readFileSync(path, 'utf8'), basename(path), request.set);
    return { experiment, base: dirname(path), chooses: false };
  }
  const samples = await openSamples(path, request, { shown: request.source });
  const made = stringify(experimentOfManifest(request, samples));
  const experiment =
    request.set.length > 0
      ? readEncodedExperiment(made, request.source, request.set)
      : encodedExperimentSchema.parse(experimentOfManifest(request, samples));
  return { experiment, base: dirname(path), chooses: request.recipe === 'auto' };
}

function say(
  request: TrainRequest,
  result: {
    readonly folder: string;
    readonly primary: string;
    readonly summary: readonly PartSummary[];
    readonly classes: readonly string[];
  },
): void {
  const { folder, primary, summary, classes } = result;
  const document = { run: folder, model: primary, classes, summary };
  process.stdout.write(request.json ? `${JSON.stringify(document)}\n` : `${folder}\n`);
}
