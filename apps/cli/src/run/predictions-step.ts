import { attributeValues, type Split } from '@raredx/cohort';
import {
  encodePredictions,
  fingerprint,
  type Predictions,
  type TextColumn,
  textColumn,
} from '@raredx/tables';
import { familiarityName, familiarityOf } from '../new-patients/familiarity.ts';
import { decodeCheckpoint } from './checkpoint.ts';
import type { StudyCohort } from './cohort-step.ts';
import { experimentFamiliarity } from './experiment-familiarity.ts';
import type { RunContext } from './run-context.ts';

/** Gathers the risks of all models into the predictions table, where learning ends and judging begins. */
export async function predictionsStep(context: RunContext, study: StudyCohort, split: Split): Promise<void> {
  const { experiment, run, talk, ground } = context;
  const step = talk.step('predictions');
  const checkpoints = experiment.models.map((model) => run.read(`checkpoints/${model.name}.json`));
  const fitted = experimentFamiliarity(context, study);
  const asked = { attributes: experiment.attributes, familiarity: fitted?.familiarity ?? null };
  const inputs = fingerprint({ ground, checkpoints, ...asked });
  let rows = 0;
  const state = await run.step('predictions', inputs, () => {
    const table = predictionsOf(context, study, { checkpoints, fitted });
    rows = table.rows;
    run.write(
      'predictions.parquet',
      encodePredictions(table, {
        seed: String(experiment.seed),
        split: split.fingerprint,
        experiment: fingerprint(experiment),
      }),
    );
  });
  step.end(state === 'kept' ? 'gathered before (kept)' : `${rows} rows`);
}

interface Gathered {
  readonly checkpoints: readonly string[];
  readonly fitted: ReturnType<typeof experimentFamiliarity>;
}

function predictionsOf(
  context: RunContext,
  study: StudyCohort,
  { checkpoints, fitted }: Gathered,
): Predictions {
  const { experiment } = context;
  const { cohort, outcome } = study;
  const cohortRows: number[] = [];
  const models: string[] = [];
  const repeat: number[] = [];
  const fold: number[] = [];
  const p: number[] = [];
  experiment.models.forEach((model, m) => {
    for (const fit of decodeCheckpoint(checkpoints[m] as string)) {
      fit.risks.forEach((risks, draw) => {
        fit.judge.forEach((row, at) => {
          cohortRows.push(row);
          models.push(model.name);
          repeat.push(fit.id === 'final' && fit.risks.length > 1 ? draw : fit.repeat);
          fold.push(fit.fold);
          p.push(risks[at] as number);
        });
      });
    }
  });
  const development = new Set(study.sites.sites.development);
  const pick = (values: readonly string[]): TextColumn =>
    textColumn(cohortRows.map((row) => values[row] as string));
  return {
    rows: p.length,
    patientId: pick(cohort.patientId),
    sampleId: pick(cohort.sampleId),
    site: pick(cohort.site),
    model: textColumn(models),
    partition: textColumn(
      cohortRows.map((row) => (development.has(cohort.site[row] as string) ? 'internal' : 'external')),
    ),
    repeat: Int32Array.from(repeat),
    fold: Int32Array.from(fold),
    label: textColumn(new Array<string>(p.length).fill(experiment.outcome)),
    y: Uint8Array.from(cohortRows, (row) => outcome[row] as number),
    p: Float64Array.from(p),
    attributes: {
      ...Object.fromEntries(experiment.attributes.map((name) => [name, pick(attributeValues(cohort, name))])),
      ...(fitted ? { [familiarityName]: pick(familiarityLevels(study, fitted)) } : {}),
    },
    unchecked: [],
  };
}

/** Development patients as seen from the others of them, all else from all of them. */
function familiarityLevels(
  { cohort }: StudyCohort,
  { familiarity, levels }: NonNullable<ReturnType<typeof experimentFamiliarity>>,
): string[] {
  return familiarityOf(cohort, familiarity).map((level, row) => levels.get(row) ?? level);
}
