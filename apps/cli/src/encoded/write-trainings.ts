import { readFileSync, rmSync } from 'node:fs';
import { controlsOf } from '@raredx/experiment';
import { readTrainings, type Trainings } from '@raredx/report';
import { fingerprint, readPredictions, sha256 } from '@raredx/tables';
import { trainingsFile } from '../pack/pack-documents.ts';
import { json } from '../run/json.ts';
import type { EncodedContext } from './encoded-context.ts';
import { transferLine, transferTests } from './transfer-tests.ts';

/** Writes the learning curves of what was trained by epochs, and whether pretraining helped it; says the latter. */
export async function writeTrainings(
  { experiment, run, talk, ground }: EncodedContext,
  models: Trainings['models'],
): Promise<void> {
  const path = run.path(trainingsFile);
  if (models.length === 0) {
    rmSync(path, { force: true });
    return;
  }
  const controls = controlsOf(experiment);
  const { bootstrap, confidence } = experiment.validation;
  const plan = { seed: experiment.seed, bootstrap, confidence };
  const predictions = run.path('predictions.parquet');
  const inputs = fingerprint({
    ...{ ground, models, controls, plan },
    predictions: sha256(readFileSync(predictions)),
  });
  const step = talk.step('trainings');
  await run.step('trainings', inputs, async () => {
    const table = await readPredictions(predictions, 'predictions.parquet');
    const transfers = transferTests(table, controls, plan);
    const document: Trainings = { schemaVersion: 1, models, transfers };
    run.write(trainingsFile, json(document));
  });
  const { transfers } = readTrainings(readFileSync(path, 'utf8'), trainingsFile);
  step.end(`${models.length} models trained by epochs`);
  for (const test of transfers) talk.line(transferLine(test));
  if (!experiment.controls) talk.line('controls: false, so whether transfer helped was not asked');
}
