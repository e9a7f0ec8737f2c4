import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import {
  cohortFingerprint,
  decisionHash,
  judge,
  LedgerError,
  lookRecord,
  nextLook,
  type Policy,
  sameLook,
} from '@raredx/gate';
import { type Decision, type DecisionLook, decodeEvidenceJson, readPredictions } from '@raredx/tables';
import { readFacts } from '../pack/facts.ts';
import { evidenceHash } from '../validate/evidence-step.ts';
import { keepLedger } from './keep-ledger.ts';

interface LedgerRequest {
  readonly ledger?: string | undefined;
  readonly at?: string | undefined;
}

/**
 * Judges the evidence of a folder; with a ledger, as a look at its external cohort: the level is what the policy leaves to
 * this look, and the decision names its entry.
 *
 * @throws ConfigError where the policy counts looks and no ledger is given, or there is no external cohort
 */
export async function decideByLedger(
  folder: string,
  { policy, timing }: { readonly policy: Policy; readonly timing: string },
  { ledger, at }: LedgerRequest,
): Promise<Decision> {
  const evidence = decodeEvidenceJson(readFileSync(join(folder, 'evidence.json'), 'utf8'), 'evidence.json');
  const hash = evidenceHash(folder);
  if (ledger === undefined) {
    if (!policy.looks) return judge(evidence, policy, hash);
    throw new ConfigError(
      '--ledger',
      `the policy plans ${looksInWords(policy.looks)} at ${policy.looks.cohort}, which a ledger must count`,
      'give the file that is kept from release to release: --ledger FILE',
    );
  }
  const { predictions: name } = readFacts(folder);
  const predictions = await readPredictions(join(folder, name), name);
  const cohort = cohortFingerprint(predictions, policy.looks?.cohort ?? null);
  if (cohort.patients === 0) {
    throw new ConfigError('--ledger', 'no external patients here, so there is no look to keep');
  }
  const path = resolve(ledger);
  return keepLedger(path, at, (entries) => {
    const known = sameLook(entries, {
      ...{ policy: { name: policy.name, hash: policy.hash }, evidence: hash, cohort },
    });
    if (known) {
      const look = nextLook(policy, entries.slice(0, known.index), cohort);
      const decision = judge(evidence, policy, hash, look ? { look: lookOf(look) } : {});
      if (decisionHash(decision) !== known.decision) {
        throw new LedgerError(
          `${basename(path)}:${known.index + 1}`,
          'this evidence and policy gave another decision then',
          'the software changed how it judges: judge the predictions again, which is a new look',
        );
      }
      return { found: { ...decision, ledgerEntry: known.hash } };
    }
    const look = nextLook(policy, entries, cohort);
    const decision = judge(evidence, policy, hash, look ? { look: lookOf(look) } : {});
    return {
      record: lookRecord(decision, policy, { entries, cohort, look, timing }),
      done: (entry) => ({ ...decision, ledgerEntry: entry.hash }),
    };
  });
}

function lookOf({ number, of, alpha, past }: DecisionLook): DecisionLook {
  return { number, of, alpha, ...(past ? { past } : {}) };
}

function looksInWords(looks: NonNullable<Policy['looks']>): string {
  return looks.method === 'e-value' ? 'looks' : `${looks.planned} looks`;
}
