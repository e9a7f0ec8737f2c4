import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { ConfigError, type EncodedExperiment, openRun, readEncodedExperiment } from '@raredx/experiment';
import { ContractError, fingerprint, readPredictions } from '@raredx/tables';
import { stringify } from 'yaml';
import { codeFingerprint } from '../run/code-fingerprint.ts';
import { softwareVersion } from '../software.ts';
import { createTalk } from '../talk.ts';
import { checkRequest } from './check-request.ts';
import { chosenPrimary } from './chosen-primary.ts';
import type { EncodedContext } from './encoded-context.ts';
import { experimentOfManifest } from './experiment-of-manifest.ts';
import type { ManifestFolds } from './folds-of-manifest.ts';
import { learnEncoded } from './learn-encoded.ts';
import { writeLearned } from './learned-samples.ts';
import { readModelList, writeModelList } from './model-folder.ts';
import { openSamples } from './open-samples.ts';
import { type PartSummary, summarise, summaryLines } from './summarise.ts';
import type { TrainRequest } from './train-request.ts';

/** `raredx train`: samples → folds → models → predictions, and which model is to be used. */
export async function train(request: TrainRequest): Promise<number> {
  checkRequest(request);
  const talk = createTalk(process.stderr, request.quiet);
  const { experiment, base, folds } = await experimentOf(request);
  const folder = request.out ?? `runs/${experiment.name}`;
  const fresh = !existsSync(resolve(folder));
  const run = openRun(resolve(folder), experiment.name);
  try {
    run.write('experiment.resolved.yaml', stringify(experiment));
    if (folds) talk.line(`folds: ${folds.why}`);
    const context: EncodedContext = {
      ...{ experiment, base, run, talk, device: request.device },
      oneImageAPatient: request.oneImageAPatient ?? false,
      ground: fingerprint({ version: softwareVersion, code: codeFingerprint() }),
    };
    const study = await learnEncoded(context);
    writeLearned(run, study.samples, study.development);
    const predictions = await readPredictions(run.path('predictions.parquet'), 'predictions.parquet');
    const summary = summarise(predictions, { seed: experiment.seed });
    const list = readModelList(run.folder, folder);
    const chosen = folds ? chosenPrimary(experiment) : { name: experiment.primary, why: 'declared' };
    writeModelList(run, { ...list, primary: chosen.name });
    for (const line of summaryLines(summary, chosen.name)) talk.line(line);
    talk.line(`model to be used: ${chosen.name} (${chosen.why})`);
    talk.line(`for a pack: raredx validate ${join(folder, 'predictions.parquet')} --out ${folder}-pack`);
    say(request, { folder, primary: chosen.name, summary, classes: list.classes });
    return 0;
  } catch (error) {
    // Data that were refused leave no half-made run behind.
    if (fresh && refused(error) && !run.has('.steps')) rmSync(run.folder, { recursive: true, force: true });
    throw error;
  } finally {
    run.release();
  }
}

/** Wrong usage or data; an interrupted training has a checkpoint to keep. */
const refused = (error: unknown) => error instanceof ConfigError || error instanceof ContractError;

interface AskedExperiment {
  readonly experiment: EncodedExperiment;
  readonly base: string;
  /** How a bare manifest is divided; null where the experiment declares it. */
  readonly folds: ManifestFolds | null;
}

async function experimentOf(request: TrainRequest): Promise<AskedExperiment> {
  const path = resolve(request.source);
  if (!existsSync(path))
    throw new ConfigError(request.source, 'no such file or folder', 'name a manifest or an experiment');
  if (['.yaml', '.yml'].includes(extname(path).toLowerCase())) {
    const experiment = readEncodedExperiment(readFileSync(path, 'utf8'), basename(path), request.set);
    return { experiment, base: dirname(path), folds: null };
  }
  const samples = await openSamples(path, request, { shown: request.source });
  const { experiment: made, folds } = experimentOfManifest(request, samples);
  const experiment =
    request.set.length > 0 ? readEncodedExperiment(stringify(made), request.source, request.set) : made;
  return { experiment, base: dirname(path), folds };
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
