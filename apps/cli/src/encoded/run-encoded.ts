import { basename, dirname, resolve } from 'node:path';
import { openRun, readEncodedExperiment } from '@raredx/experiment';
import { fingerprint } from '@raredx/tables';
import { configFromEnvironment } from 'mlflow-js-client';
import { stringify } from 'yaml';
import { readPolicy } from '../gate/read-policy.ts';
import { openSigningKey } from '../pack/open-signing-key.ts';
import { codeFingerprint } from '../run/code-fingerprint.ts';
import { judgeRun } from '../run/judge-run.ts';
import { meteredRun } from '../run/metered-run.ts';
import { startProvenance } from '../run/provenance.ts';
import type { RecordedExperiment, RunRequest } from '../run/run-context.ts';
import { softwareVersion } from '../software.ts';
import { createTalk } from '../talk.ts';
import type { EncodedContext } from './encoded-context.ts';
import { writeEncodedFacts } from './encoded-facts.ts';
import { learnEncoded } from './learn-encoded.ts';
import { writeLearned } from './learned-samples.ts';
import type { Study } from './study.ts';

/** `raredx run` over images or notes: samples → models → predictions, then judged and packed as any other. */
export async function runEncoded(request: RunRequest, path: string, text: string): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const experiment = readEncodedExperiment(text, basename(path), request.set);
  const base = dirname(path);
  if (experiment.policy) readPolicy(resolve(base, experiment.policy));
  configFromEnvironment(process.env);
  const folder = request.out ?? `runs/${experiment.name}`;
  const key = openSigningKey(request.key);
  const run = meteredRun(openRun(resolve(folder), experiment.name));
  try {
    run.write('experiment.resolved.yaml', stringify(experiment));
    const context: EncodedContext = {
      ...{ experiment, base, run, talk, device: request.device, oneImageAPatient: false },
      ground: fingerprint({ version: softwareVersion, code: codeFingerprint() }),
    };
    const provenance = startProvenance(context, request);
    const study = await learnEncoded(context);
    writeLearned(run, study.samples, study.development);
    writeEncodedFacts(context, study);
    const recorded = recordedOf(context, study);
    await judgeRun(context, { request, folder, key, provenance, recorded });
    return 0;
  } finally {
    run.release();
  }
}

function recordedOf({ experiment }: EncodedContext, { classes }: Study): RecordedExperiment {
  const { encoder, cross_validation } = experiment;
  return {
    ...experiment,
    outcome: classes.join(', '),
    predictors: [`${encoder.name} at ${encoder.size} px`],
    dataset: experiment.dataset ?? basename(experiment.manifest ?? 'manifest'),
    cross_validation: cross_validation ?? { repeats: 0, folds: 0 },
  };
}
