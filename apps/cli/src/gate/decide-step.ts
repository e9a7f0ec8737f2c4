import { readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import { judge, type Policy, policyTiming } from '@raredx/gate';
import { type Decision, decodeEvidenceJson } from '@raredx/tables';
import { policyFile } from '../pack/pack-documents.ts';
import { json } from '../run/json.ts';
import type { JudgedContext } from '../run/run-context.ts';
import type { Talk } from '../talk.ts';
import { evidenceHash } from '../validate/evidence-step.ts';
import { requireCurrentEvidence } from './current-evidence.ts';
import { decideByLedger } from './decide-by-ledger.ts';
import { evidenceTime, timingOf } from './evidence-time.ts';
import { readPolicy } from './read-policy.ts';
import { remadeFor } from './remade-for.ts';

/**
 * Judges the run's evidence by the experiment's policy, if it names one; the verdict is said, never an exit code here. Where
 * the policy counts looks, the run is one only if a ledger is given: trying things out must not use looks up.
 */
export async function decideStep(
  { experiment, base, run, talk }: JudgedContext,
  { ledger }: { readonly ledger?: string | undefined } = {},
): Promise<Decision | null> {
  if (!experiment.policy) return null;
  const step = talk.step('decision');
  const path = resolve(base, experiment.policy);
  const { text, policy } = readPolicy(path);
  if (policy.looks && ledger === undefined) {
    step.end(
      'not decided: the policy counts looks at a cohort, and no ledger was given (raredx run --ledger FILE, or raredx gate)',
    );
    return null;
  }
  const decision =
    ledger === undefined
      ? await decide(run.folder, path)
      : await decideAsLook(run.folder, path, { text, policy, ledger, say: talk.line });
  run.write('decision.json', json(decision));
  const met = decision.criteria.filter((criterion) => criterion.verdict === 'pass').length;
  step.end(
    `${decision.verdict.replaceAll('_', ' ').toUpperCase()}: ${met} of ${decision.criteria.length} criteria met`,
  );
  return decision;
}

/** The decision as one look more in a ledger; the policy's text is kept in the folder. */
async function decideAsLook(
  folder: string,
  path: string,
  { text, policy, ledger, say }: { text: string; policy: Policy; ledger: string; say: Talk['line'] },
): Promise<Decision> {
  requireCurrentEvidence(folder);
  const today = new Date().toISOString();
  const made = madeSinceLastRun(folder)
    ? policyTiming(
        policy,
        { at: today, from: 'this run' },
        { where: basename(path), today: today.slice(0, 10) },
      )
    : timingOf(folder, policy, basename(path));
  const decision = await decideByLedger(folder, { policy, timing: made, say }, { ledger });
  writeAtomically(resolve(folder, policyFile), text);
  return decision;
}

/**
 * A decision on the evidence of a folder; the policy's text is kept there, so that a pack can decide again.
 *
 * @throws ConfigError where the policy is newer than the evidence, or counts looks and thus needs a ledger
 */
export async function decide(folder: string, policyPath: string): Promise<Decision> {
  const { text, policy } = readPolicy(policyPath);
  const where = basename(policyPath);
  if (policy.looks) {
    throw new ConfigError(where, 'counts looks at a cohort, and needs a ledger', 'raredx gate --ledger FILE');
  }
  requireCurrentEvidence(folder);
  if (!madeSinceLastRun(folder)) timingOf(folder, policy, where);
  const path = resolve(folder, 'evidence.json');
  writeAtomically(resolve(folder, policyFile), text);
  const evidence = decodeEvidenceJson(readFileSync(path, 'utf8'), 'evidence.json');
  return judge(evidence, policy, evidenceHash(folder), await remadeFor(folder, { evidence, policy }));
}

/** While a run goes on, its provenance is still that of the run before. */
function madeSinceLastRun(folder: string): boolean {
  if (evidenceTime(folder) === null) return true;
  const written = (name: string) => statSync(join(folder, name)).mtimeMs;
  return written('evidence.json') > written('provenance.json');
}
