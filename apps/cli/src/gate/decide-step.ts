import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import { judge, parsePolicy } from '@raredx/gate';
import { type Decision, decodeEvidenceJson } from '@raredx/tables';
import { policyFile } from '../pack/pack-documents.ts';
import { json } from '../run/json.ts';
import type { RunContext } from '../run/run-context.ts';
import { evidenceHash } from '../validate/evidence-step.ts';

/** Judges the run's evidence by the experiment's policy, if it names one; the verdict is said, never an exit code here. */
export async function decideStep({ experiment, base, run, talk }: RunContext): Promise<Decision | null> {
  if (!experiment.policy) return null;
  const step = talk.step('decision');
  const decision = decide(run.folder, resolve(base, experiment.policy));
  run.write('decision.json', json(decision));
  const met = decision.criteria.filter((criterion) => criterion.verdict === 'pass').length;
  step.end(
    `${decision.verdict.replaceAll('_', ' ').toUpperCase()}: ${met} of ${decision.criteria.length} criteria met`,
  );
  return decision;
}

/** A decision on the evidence of a folder; the policy's text is kept there, so that a pack can decide again. */
export function decide(folder: string, policyPath: string): Decision {
  if (!existsSync(policyPath))
    throw new ConfigError(basename(policyPath), 'no such policy file', 'see policies/ for an example');
  const path = resolve(folder, 'evidence.json');
  if (!existsSync(path))
    throw new ConfigError(folder, 'no evidence.json here', 'make it with raredx run or raredx validate');
  const text = readFileSync(policyPath, 'utf8');
  const policy = parsePolicy(text, basename(policyPath));
  writeAtomically(resolve(folder, policyFile), text);
  return judge(decodeEvidenceJson(readFileSync(path, 'utf8'), 'evidence.json'), policy, evidenceHash(folder));
}
