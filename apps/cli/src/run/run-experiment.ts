import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { ConfigError, openRun, readExperiment } from '@raredx/experiment';
import { fingerprint } from '@raredx/tables';
import { configFromEnvironment } from 'mlflow-js-client';
import { stringify } from 'yaml';
import { decideStep } from '../gate/decide-step.ts';
import { readPolicy } from '../gate/read-policy.ts';
import { writeCost } from '../pack/cost.ts';
import { openSigningKey } from '../pack/open-signing-key.ts';
import { writePack } from '../pack/write-pack.ts';
import { softwareVersion } from '../software.ts';
import { createTalk } from '../talk.ts';
import { evidenceStep } from '../validate/evidence-step.ts';
import { codeFingerprint } from './code-fingerprint.ts';
import { cohortStep } from './cohort-step.ts';
import { writeFacts } from './experiment-facts.ts';
import { explanationStep } from './explanation-step.ts';
import { learnStep } from './learn-step.ts';
import { mlflowStep } from './mlflow-step.ts';
import { predictionsStep } from './predictions-step.ts';
import { startProvenance } from './provenance.ts';
import { replayStep } from './replay-step.ts';
import type { RunContext, RunRequest } from './run-context.ts';
import { splitsStep } from './splits-step.ts';

/** `raredx run`: cohort → splits → models → predictions → evidence → decision → pack, into one run folder. */
export async function runExperiment(request: RunRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const path = resolve(request.experiment);
  if (!existsSync(path))
    throw new ConfigError(request.experiment, 'no such experiment file', 'see experiments/ for examples');
  const experiment = readExperiment(readFileSync(path, 'utf8'), basename(path), request.set);
  if (experiment.policy) readPolicy(resolve(dirname(path), experiment.policy));
  configFromEnvironment(process.env);
  const folder = request.out ?? `runs/${experiment.name}`;
  const key = openSigningKey(request.key);
  const run = openRun(resolve(folder), experiment.name);
  try {
    run.write('experiment.resolved.yaml', stringify(experiment));
    const context: RunContext = {
      experiment,
      base: dirname(path),
      run,
      talk,
      device: request.device,
      ground: fingerprint({ version: softwareVersion, code: codeFingerprint() }),
    };
    const provenance = startProvenance(context, request);
    const cohort = await cohortStep(context);
    const split = await splitsStep(context, cohort);
    await learnStep(context, cohort, split);
    await replayStep(context, cohort);
    await predictionsStep(context, cohort, split);
    writeFacts(context, cohort, split);
    await evidenceStep(context);
    await explanationStep(context, cohort);
    const decision = await decideStep(context);
    await writePack(run.folder, talk, key);
    provenance.finish();
    writeCost(run.folder);
    await mlflowStep(context);
    const verdict = decision?.verdict ?? 'no policy';
    const result = {
      run: folder,
      verdict,
      pack: `${folder}/pack/index.html`,
      evidence: `${folder}/evidence.json`,
    };
    process.stdout.write(request.json ? `${JSON.stringify(result)}\n` : `${result.pack}\n`);
    return 0;
  } finally {
    run.release();
  }
}
