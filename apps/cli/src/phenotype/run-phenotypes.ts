import { basename, dirname, resolve } from 'node:path';
import { openRun, readPhenotypeExperiment } from '@raredx/experiment';
import { hpoAcknowledgement } from '@raredx/ontology';
import { fingerprint } from '@raredx/tables';
import { configFromEnvironment } from 'mlflow-js-client';
import { stringify } from 'yaml';
import { readPolicy } from '../gate/read-policy.ts';
import { openSigningKey } from '../pack/open-signing-key.ts';
import { codeFingerprint } from '../run/code-fingerprint.ts';
import { judgeRun } from '../run/judge-run.ts';
import { startProvenance } from '../run/provenance.ts';
import type { RecordedExperiment, RunRequest } from '../run/run-context.ts';
import { softwareVersion } from '../software.ts';
import { createTalk } from '../talk.ts';
import { learnRankers } from './learn-phenotypes.ts';
import { baselineName } from './open-ranker.ts';
import { type OpenedStudy, openStudy } from './open-study.ts';
import { writePhenotypeFacts } from './phenotype-facts.ts';
import { rankingsStep, trialsStep } from './rankings-step.ts';

/** `raredx run` over phenotypes: cases → model → rankings and trials, then judged and packed as any other. */
export async function runPhenotypes(request: RunRequest, path: string, text: string): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const experiment = readPhenotypeExperiment(text, basename(path), request.set);
  const base = dirname(path);
  if (experiment.policy) readPolicy(resolve(base, experiment.policy));
  configFromEnvironment(process.env);
  const folder = request.out ?? `runs/${experiment.name}`;
  const key = openSigningKey(request.key);
  const run = openRun(resolve(folder), experiment.name);
  try {
    run.write('experiment.resolved.yaml', stringify(experiment));
    const ground = fingerprint({ version: softwareVersion, code: codeFingerprint() });
    const context = { experiment, run, talk, device: request.device, ground };
    const provenance = startProvenance(context, request);
    const opened = await openStudy(context, base);
    const learned = await learnRankers(opened);
    await rankingsStep(opened, learned);
    await trialsStep(opened, learned);
    writePhenotypeFacts(opened);
    talk.line(hpoAcknowledgement);
    await judgeRun({ ...context, base }, { request, folder, key, provenance, recorded: recordedOf(opened) });
    return 0;
  } finally {
    run.release();
  }
}

function recordedOf({ experiment }: OpenedStudy): RecordedExperiment {
  const { name, question, seed, validation, cases } = experiment;
  return {
    ...{ name, question, seed, validation },
    outcome: 'diagnosis',
    predictors: ['observed HPO terms'],
    dataset: basename(dirname(dirname(cases))) || basename(cases),
    cohorts: { external: [`published after ${experiment.freeze}`] },
    cross_validation: { repeats: 1, folds: 3 },
    models: [{ name: 'phenotype' }, { name: baselineName }],
    primary: 'phenotype',
  };
}
