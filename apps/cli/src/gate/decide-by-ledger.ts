import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import {
  blurredPatients,
  type ConsentCheck,
  cohortFingerprint,
  decisionHash,
  judge,
  type LedgerCohort,
  type LedgerEntry,
  LedgerError,
  type LookRecord,
  lookRecord,
  lookRemarks,
  type NextLook,
  nextLook,
  type Policy,
  readLedger,
  sameLook,
} from '@raredx/gate';
import { type Decision, type DecisionLook, decodeEvidenceJson, readPredictions } from '@raredx/tables';
import { readFacts } from '../pack/facts.ts';
import { evidenceHash } from '../validate/evidence-step.ts';
import { withPatientNames } from './consent/require-patients.ts';
import { keepLedger, ledgerText } from './keep-ledger.ts';
import { remadeFor } from './remade-for.ts';

interface LedgerRequest {
  readonly ledger?: string | undefined;
  readonly at?: string | undefined;
}

interface Deciding {
  readonly policy: Policy;
  /** How the policy and the evidence lie in time. */
  readonly timing: string;
  readonly consent?: ConsentCheck | null;
  /** Where it is said that a look was not as planned. */
  readonly say?: (line: string) => void;
}

/**
 * Judges the evidence of a folder; with a ledger, as a look at its external cohort: the level is what the policy leaves to
 * this look, and the decision names its entry.
 *
 * @throws ConfigError where the policy counts looks and no ledger is given, or there is no external cohort
 */
export async function decideByLedger(
  folder: string,
  { policy, timing, consent = null, say = () => {} }: Deciding,
  { ledger, at }: LedgerRequest,
): Promise<Decision> {
  const evidence = decodeEvidenceJson(readFileSync(join(folder, 'evidence.json'), 'utf8'), 'evidence.json');
  const hash = evidenceHash(folder);
  if (ledger === undefined) {
    if (!policy.looks) return judge(evidence, policy, hash, await remadeFor(folder, { evidence, policy }));
    throw new ConfigError(
      '--ledger',
      `the policy plans ${looksInWords(policy.looks)} at ${policy.looks.cohort}, which a ledger must count`,
      'give the file that is kept from release to release: --ledger FILE',
    );
  }
  const cohort = await externalCohort(folder, policy);
  const asked = { policy: { name: policy.name, hash: policy.hash }, evidence: hash, cohort };
  const path = resolve(ledger);
  const lookAfter = (entries: readonly LedgerEntry[]): Partial<Record<'look', NextLook>> => {
    const known = sameLook(entries, asked);
    const look = nextLook(policy, known ? entries.slice(0, known.index) : entries, cohort);
    return look ? { look } : {};
  };
  for (;;) {
    // Made before the ledger is held, as it may take minutes; where another look came between, once more.
    const { look: foreseen } = lookAfter(readLedger(ledgerText(path), basename(path)));
    const remade = await remadeFor(folder, { evidence, policy, look: foreseen });
    const decided = await keepLedger<Decision | null>(path, at, (entries) => {
      const { look } = lookAfter(entries);
      if (look?.alpha !== foreseen?.alpha) return { found: null };
      const decision = judge(evidence, policy, hash, { ...remade, ...(look ? { look: lookOf(look) } : {}) });
      const known = sameLook(entries, asked);
      if (known) return { found: asKnown(decision, known, basename(path)) };
      const record = lookRecord(decision, policy, {
        ...{ entries, cohort, look: look ?? null, timing },
        ...(consent ? { consent } : {}),
      });
      const done = ({ hash }: LedgerEntry) => {
        lookRemarks(record, { entries, spentBefore: look?.spentBefore }).forEach(say);
        return { ...decision, ledgerEntry: hash };
      };
      return { record, done };
    });
    if (decided) return decided;
  }
}

async function externalCohort(folder: string, { looks }: Policy): Promise<LedgerCohort> {
  const { predictions: name, unchecked } = readFacts(folder);
  const predictions = await readPredictions(join(folder, name), name);
  const cohort = cohortFingerprint(predictions, looks?.cohort ?? null);
  if (cohort.patients === 0) {
    throw new ConfigError('--ledger', 'no external patients here, so there is no look to keep');
  }
  return withPatientNames(unchecked) ? { ...cohort, blurred: blurredPatients(predictions) } : cohort;
}

function asKnown(decision: Decision, known: LedgerEntry & LookRecord, ledger: string): Decision {
  if (decisionHash(decision) === known.decision) return { ...decision, ledgerEntry: known.hash };
  throw new LedgerError(
    `${ledger}:${known.index + 1}`,
    'this evidence and policy gave another decision then',
    'the software changed how it judges: judge the predictions again, which is a new look',
  );
}

function lookOf({ spent: _, ...look }: NextLook): DecisionLook {
  return look;
}

function looksInWords(looks: NonNullable<Policy['looks']>): string {
  return looks.method === 'e-value' ? 'looks' : `${looks.planned} looks`;
}
