import { type Decision, type DecisionLook, fingerprint } from '@raredx/tables';
import type { Policy } from '../policy.ts';
import type { LedgerCohort, LedgerEntry, LookRecord } from './ledger-entry.ts';

/** An entry that is a look. */
export type Look = LedgerEntry & LookRecord;

/** Earlier looks at a cohort: those under its name, and those at the very same patients under any. */
export function looksAt(entries: readonly LedgerEntry[], cohort: LedgerCohort): readonly Look[] {
  return entries.filter(
    (entry): entry is Look =>
      entry.kind === 'look' &&
      (entry.cohort.fingerprint === cohort.fingerprint ||
        (cohort.name !== null && entry.cohort.name === cohort.name)),
  );
}

/** The look that was this very decision: asking again for what is known already costs nothing. */
export function sameLook(
  entries: readonly LedgerEntry[],
  { policy, evidence, cohort }: Pick<LookRecord, 'policy' | 'evidence' | 'cohort'>,
): Look | undefined {
  return looksAt(entries, cohort).find(
    (entry) =>
      entry.policy.hash === policy.hash &&
      entry.evidence === evidence &&
      entry.cohort.fingerprint === cohort.fingerprint,
  );
}

/** A look that is to be taken. */
export interface NextLook extends DecisionLook {
  /** Error spent up to and with it; null where nothing is shared out. */
  readonly spent: number | null;
}

/** A decision as the ledger keeps it. */
export function lookRecord(
  decision: Decision,
  policy: Policy,
  seen: {
    readonly entries: readonly LedgerEntry[];
    readonly cohort: LedgerCohort;
    readonly look: NextLook | null;
    readonly timing: string;
    readonly consent?: LookRecord['consent'];
  },
): LookRecord {
  return {
    kind: 'look',
    policy: { name: policy.name, hash: policy.hash },
    evidence: decision.evidenceHash,
    decision: decisionHash(decision),
    cohort: seen.cohort,
    model: policy.model,
    verdict: decision.verdict,
    look: seen.look?.number ?? looksAt(seen.entries, seen.cohort).length + 1,
    planned: seen.look?.of ?? null,
    alpha: seen.look?.alpha ?? 1 - policy.confidence,
    spent: seen.look?.spent ?? null,
    timing: seen.timing,
    ...(seen.consent ? { consent: { use: seen.consent.use, on: seen.consent.on } } : {}),
    criteria: decision.criteria.map(({ id, verdict, value, lower, upper, eValue }) => ({
      ...{ id, verdict, value, lower, upper, ...(eValue ? { eValue } : {}) },
    })),
  };
}

/** The hash of a decision without the entry that names it. */
export function decisionHash(decision: Decision): string {
  return fingerprint({ ...decision, ledgerEntry: null });
}
