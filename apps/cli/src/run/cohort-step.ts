import { resolve } from 'node:path';
import {
  binaryOutcome,
  type Cohort,
  dataQuality,
  eligibleCohort,
  loadCohort,
  loadDataset,
  missingness,
  partitionBySite,
  type SitePartition,
  tableOne,
} from '@raredx/cohort';
import { fingerprint } from '@raredx/tables';
import { attritionWithConsent, consentingCohort } from '../gate/consent/consenting-cohort.ts';
import { datasetFacts } from './dataset-facts.ts';
import { json } from './json.ts';
import { labelNoise } from './label-noise.ts';
import type { RunContext } from './run-context.ts';
import { saidCohort } from './said-cohort.ts';

/** The eligible patients, who may be learned from, and what is written about them under `cohort/`. */
export interface StudyCohort {
  readonly cohort: Cohort;
  readonly sites: SitePartition;
  readonly outcome: Uint8Array;
  /** Hash of the data file and of all that was declared about it. */
  readonly hash: string;
}

/** Loads, checks and describes the cohort. Loading is always done (it is the check); describing once. */
export async function cohortStep(context: RunContext): Promise<StudyCohort> {
  const { experiment, base, run, talk, ground, consent } = context;
  const step = talk.step('cohort');
  const dataset = loadDataset(resolve(base, experiment.dataset));
  const loaded = await loadCohort(dataset);
  const { cohort: all, said } = await consentingCohort(loaded, consent ?? null);
  const cohort = eligibleCohort(all);
  const outcome = binaryOutcome(cohort, experiment.outcome);
  const sites = partitionBySite(cohort, experiment.cohorts);
  const asked = {
    outcome: experiment.outcome,
    predictors: experiment.predictors,
    attributes: experiment.attributes,
    labelNoise: experiment.label_noise ?? null,
    ...(consent ? { use: consent.use } : {}),
  };
  const hash = fingerprint({
    file: all.fileHash,
    declared: { ...dataset, path: null },
    sites: sites.fingerprint,
  });
  const state = await run.step('cohort', fingerprint({ ground, hash, asked }), () => {
    const whose = { all: loaded, consenting: all, use: consent?.use ?? null };
    run.write('cohort/flow.json', json(attritionWithConsent(whose, experiment.cohorts)));
    run.write('cohort/quality.json', json(dataQuality(all)));
    run.write('cohort/dataset.json', json(datasetFacts(dataset)));
    run.write('cohort/missingness.json', json(missingness(all, { outcome: experiment.outcome })));
    run.write(
      'cohort/table-one.json',
      json(
        tableOne(cohort, { bySite: true, outcome: experiment.outcome, variables: describedColumns(asked) }),
      ),
    );
    if (experiment.label_noise) {
      run.write('cohort/label-noise.json', json(labelNoise(cohort, experiment.label_noise)));
    }
  });
  if (said) talk.line(said);
  const who = saidCohort({ cohort, sites, outcome, name: experiment.outcome });
  step.end(`${who}${state === 'kept' ? ' (kept)' : ''}`);
  return { cohort, sites, outcome, hash };
}

function describedColumns({
  predictors,
  attributes,
  labelNoise,
}: {
  readonly predictors: readonly string[];
  readonly attributes: readonly string[];
  readonly labelNoise: { readonly observed: string; readonly reference: string } | null;
}): string[] {
  const noise = labelNoise ? [labelNoise.observed, labelNoise.reference] : [];
  return [...new Set([...predictors, ...attributes, ...noise])];
}
