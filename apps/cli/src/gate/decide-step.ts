import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { judge } from '@raredx/gate';
import { type Decision, decodeEvidenceJson } from '@raredx/tables';
import { policyFile } from '../pack/pack-documents.ts';
import { json } from '../run/json.ts';
import type { JudgedContext } from '../run/run-context.ts';
import { evidenceHash } from '../validate/evidence-step.ts';
import { requireCurrentEvidence } from './current-evidence.ts';
import { readPolicy } from './read-policy.ts';

/** Judges the run's evidence by the experiment's policy, if it names one; the verdict is said, never an exit code here. */
export async function decideStep({ experiment, base, run, talk }: JudgedContext): Promise<Decision | null> {
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
  const { text, policy } = readPolicy(policyPath);
  requireCurrentEvidence(folder);
  const path = resolve(folder, 'evidence.json');
  writeAtomically(resolve(folder, policyFile), text);
  return judge(decodeEvidenceJson(readFileSync(path, 'utf8'), 'evidence.json'), policy, evidenceHash(folder));
}
