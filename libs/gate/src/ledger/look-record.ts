import { type Decision, type DecisionLook, fingerprint, type LookEvidence } from '@raredx/tables';
import { lookLevel } from '../looks/look-level.ts';
import type { Policy } from '../policy.ts';
import type { LedgerCohort, LedgerEntry, LookRecord } from './ledger-entry.ts';
import { LedgerError } from './ledger-error.ts';

type Look = LedgerEntry & LookRecord;

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

/**
 * The next look: its level, and with e-values what earlier ones measured. Null where the policy plans none, and its own
 * confidence stands.
 *
 * @throws LedgerError where e-values would be multiplied of patients that were looked at before
 */
export function nextLook(
  policy: Policy,
  entries: readonly LedgerEntry[],
  cohort: LedgerCohort,
): NextLook | null {
  const { looks } = policy;
  if (!looks) return null;
  const past = looksAt(entries, cohort);
  const alpha = 1 - policy.confidence;
  if (looks.method !== 'e-value') {
    const events = past.map((entry) => entry.cohort.events);
    return lookLevel(looks, alpha, { past: events, events: cohort.events });
  }
  const same = past.find((entry) => entry.cohort.fingerprint === cohort.fingerprint);
  if (same) {
    throw new LedgerError(
      `ledger:${same.index + 1}`,
      `these very patients were looked at before (look ${same.look} at ${looks.cohort})`,
      'e-values add up over new patients or new events; for releases tried on the same patients share α out (data: reused)',
    );
  }
  return { number: past.length + 1, of: null, alpha, spent: null, past: measuredBefore(policy, past) };
}

function measuredBefore(policy: Policy, past: readonly Look[]): Record<string, readonly LookEvidence[]> {
  if (policy.looks?.data === 'accumulating') return {};
  const ofCriterion = (id: string) =>
    past.flatMap(({ criteria }) => criteria.find((one) => one.id === id)?.eValue?.measured ?? []);
  return Object.fromEntries(policy.criteria.map(({ id }) => [id, ofCriterion(id)]));
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
