import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError, experimentKind, openRun, readExperiment } from '@raredx/experiment';
import { fingerprint } from '@raredx/tables';
import { configFromEnvironment } from 'mlflow-js-client';
import { stringify } from 'yaml';
import { consentAsked } from '../gate/consent/consenting-cohort.ts';
import { readPolicy } from '../gate/read-policy.ts';
import { beginSystemMetrics } from '../mlflow/run-metrics.ts';
import { writeTableModels } from '../new-patients/table-models.ts';
import { openSigningKey } from '../pack/open-signing-key.ts';
import { softwareVersion } from '../software.ts';
import { createTalk } from '../talk.ts';
import { codeFingerprint } from './code-fingerprint.ts';
import { cohortStep } from './cohort-step.ts';
import { writeFacts } from './experiment-facts.ts';
import { explanationStep } from './explanation-step.ts';
import { judgeRun } from './judge-run.ts';
import { learnStep } from './learn-step.ts';
import { meteredRun } from './metered-run.ts';
import { predictionsStep } from './predictions-step.ts';
import { startProvenance } from './provenance.ts';
import { replayStep } from './replay-step.ts';
import type { RunContext, RunRequest } from './run-context.ts';
import { splitsStep } from './splits-step.ts';

/** `raredx run`: cohort → … → predictions → evidence → decision → pack, into one run folder. */
export async function runExperiment(request: RunRequest): Promise<number> {
  beginSystemMetrics(process.env);
  const path = resolve(request.experiment);
  if (!existsSync(path))
    throw new ConfigError(request.experiment, 'no such experiment file', 'see experiments/ for examples');
  requireExperimentFile(path, request.experiment);
  const text = readFileSync(path, 'utf8');
  const kind = experimentKind(text);
  if (kind === 'table') return runTable(request, path, text);
  if (consentAsked(request)) {
    const advice = 'take the patients out of the manifest';
    throw new ConfigError('--consent', 'is asked of tables of patients alone', advice);
  }
  if (kind === 'phenotypes') {
    const { runPhenotypes } = await import('../phenotype/run-phenotypes.ts');
    return runPhenotypes(request, path, text);
  }
  const { runEncoded } = await import('../encoded/run-encoded.ts');
  return runEncoded(request, path, text);
}

/** Says what else was named: the folder of an experiment, or its data. */
export function requireExperimentFile(path: string, shown: string): void {
  if (statSync(path).isDirectory()) {
    const inside = join(shown, 'experiment.yaml');
    const advice = existsSync(inside) ? `raredx run ${inside}` : 'name an experiment file (.yaml)';
    throw new ConfigError(shown, 'a folder, not an experiment file', advice);
  }
  if (/\.(csv|parquet)$/i.test(path))
    throw new ConfigError(
      shown,
      'a table, not an experiment file',
      `raredx data draft ${shown} --outcome COLUMN --out FOLDER writes one`,
    );
}

/** An experiment over a table of patients. */
async function runTable(request: RunRequest, path: string, text: string): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const experiment = readExperiment(text, basename(path), request.set);
  if (experiment.policy) readPolicy(resolve(dirname(path), experiment.policy));
  configFromEnvironment(process.env);
  const consent = consentAsked(request);
  const folder = request.out ?? `runs/${experiment.name}`;
  const key = openSigningKey(request.key);
  const run = meteredRun(openRun(resolve(folder), experiment.name));
  try {
    run.write('experiment.resolved.yaml', stringify(experiment));
    const context: RunContext = {
      experiment,
      base: dirname(path),
      run,
      talk,
      device: request.device,
      consent,
      ground: fingerprint({ version: softwareVersion, code: codeFingerprint() }),
    };
    const provenance = startProvenance(context, request);
    const cohort = await cohortStep(context);
    const split = await splitsStep(context, cohort);
    await learnStep(context, cohort, split);
    writeTableModels(context, cohort);
    await replayStep(context, cohort);
    await predictionsStep(context, cohort, split);
    writeFacts(context, cohort, split);
    const explain = () => explanationStep(context, cohort);
    await judgeRun(context, { request, folder, key, provenance, recorded: experiment, explain });
    return 0;
  } finally {
    run.release();
  }
}
