import type { KeyObject } from 'node:crypto';
import { decideStep } from '../gate/decide-step.ts';
import { writeCost } from '../pack/cost.ts';
import { writePack } from '../pack/write-pack.ts';
import { evidenceStep } from '../validate/evidence-step.ts';
import { mlflowStep } from './mlflow-step.ts';
import type { Provenance } from './provenance.ts';
import type { JudgedContext, RecordedExperiment, RunContext, RunRequest } from './run-context.ts';

interface Judging {
  readonly request: RunRequest;
  /** The folder as the user named it. */
  readonly folder: string;
  readonly key: KeyObject;
  readonly provenance: Provenance;
  readonly recorded: RecordedExperiment;
  /** What comes between evidence and decision. */
  readonly explain?: () => Promise<void>;
}

/** Predictions → evidence → decision → pack → MLflow: the second half of every run, whatever was learned from. */
export async function judgeRun(
  context: JudgedContext & Pick<RunContext, 'ground'>,
  { request, folder, key, provenance, recorded, explain }: Judging,
): Promise<void> {
  const { run, talk } = context;
  await evidenceStep(context);
  await explain?.();
  const decision = await decideStep(context, request);
  await writePack(run.folder, talk, key);
  provenance.finish();
  writeCost(run.folder);
  const verdict = decision?.verdict ?? (context.experiment.policy ? 'not decided' : 'no policy');
  await mlflowStep({ run, talk, experiment: recorded, started: provenance.started, verdict });
  const result = {
    run: folder,
    verdict,
    pack: `${folder}/pack/index.html`,
    evidence: `${folder}/evidence.json`,
  };
  process.stdout.write(request.json ? `${JSON.stringify(result)}\n` : `${result.pack}\n`);
}
