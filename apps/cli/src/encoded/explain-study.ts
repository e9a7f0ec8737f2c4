import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError, type EncodedExperiment } from '@raredx/experiment';
import type { ExplainRequest } from './explain-request.ts';
import { openDataset, openSamples } from './open-samples.ts';
import { type Study, studyOf } from './study.ts';

/**
 * The samples of a run once more, divided as they were. A run keeps no folder of its experiment: data named relative to it
 * are looked for beside the experiment that is named again, else from here.
 *
 * @throws ConfigError where the data are not there
 */
export async function explainStudy(experiment: EncodedExperiment, request: ExplainRequest): Promise<Study> {
  const base = request.experiment === undefined ? process.cwd() : dirname(resolve(request.experiment));
  const named = experiment.dataset ?? experiment.manifest ?? '';
  const path = resolve(base, named);
  if (!existsSync(path)) {
    throw new ConfigError(
      named,
      'the data of the run are not here',
      'name the experiment file of the run with --experiment',
    );
  }
  const { columns, attributes: attr } = experiment;
  const given = Object.fromEntries(Object.entries(columns).filter(([, name]) => name !== undefined));
  const samples =
    experiment.dataset === undefined
      ? await openSamples(
          path,
          { ...given, attr, oneImageAPatient: request.oneImageAPatient },
          { shown: named },
        )
      : await openDataset(path);
  // folds are of no use here, and copies were told when the run was made
  const { cross_validation: _, ...undivided } = experiment;
  return studyOf(samples, undivided);
}
