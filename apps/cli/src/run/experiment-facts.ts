import { readFileSync } from 'node:fs';
import type { Split } from '@raredx/cohort';
import type { MissingSpec } from '@raredx/experiment';
import { fingerprint, sha256 } from '@raredx/tables';
import { factsFile, type PackFacts } from '../pack/facts.ts';
import { packModel } from '../pack/model-settings.ts';
import { softwareVersion } from '../software.ts';
import type { StudyCohort } from './cohort-step.ts';
import { json } from './json.ts';
import type { RunContext } from './run-context.ts';

/** Writes down what the pack will say of the experiment; no clock, no host. */
export function writeFacts({ experiment, run }: RunContext, study: StudyCohort, split: Split): void {
  const { validation } = experiment;
  const facts: PackFacts = {
    title: experiment.title,
    question: experiment.question,
    expectation: experiment.expectation ?? null,
    models: experiment.models.map((model) =>
      packModel(experiment.missing ? { ...model, ...missingFacts(experiment.missing) } : model),
    ),
    baseline: validation.baseline,
    primary: experiment.primary,
    thresholds: validation.thresholds,
    bootstrap: validation.bootstrap,
    confidence: validation.confidence,
    seed: experiment.seed,
    predictions: 'predictions.parquet',
    unchecked: [],
    provenance: {
      software: `raredx ${softwareVersion}`,
      experiment: fingerprint(experiment),
      cohort: study.hash,
      data_file: study.cohort.fileHash,
      split: split.fingerprint,
      predictions: sha256(readFileSync(run.path('predictions.parquet'))),
      seed: experiment.seed,
      runtime: runtimesOf(
        experiment.models.map((model) => JSON.parse(run.read(`model/${model.name}.runtime.json`))),
      ),
    },
  };
  run.write(factsFile, json(facts));
}

/** What is done about gaps belongs to every model: it would not give the same risks without. */
function missingFacts({ imputations, iterations, auxiliary, ordered }: MissingSpec) {
  return {
    missing: `chained equations, ${imputations} imputations of ${iterations} iterations; mean risk`,
    ...(auxiliary.length > 0 ? { missing_auxiliary: auxiliary } : {}),
    ...(ordered.length > 0 ? { missing_ordered: ordered } : {}),
  };
}

function runtimesOf(used: readonly { readonly kind: string; readonly description?: string }[]): string {
  const named = used.filter((runtime) => runtime.description).map((runtime) => runtime.description as string);
  return [...new Set(named)].sort().join('; ') || 'none needed';
}
