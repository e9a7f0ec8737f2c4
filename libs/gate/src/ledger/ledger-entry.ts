import type { CriterionDecision, Verdict } from '@raredx/tables';
import type { BlurredPatients } from './blurred-patients.ts';

interface Chained {
  readonly schemaVersion: 1;
  /** 0-based place in the ledger. */
  readonly index: number;
  /** Hash of the entry before; null for the first. */
  readonly previous: string | null;
  /** UTC time of ISO 8601, as the caller gave it. */
  readonly at: string;
  /** SHA-256 of the canonical JSON of all the rest. */
  readonly hash: string;
}

/** The patients that were looked at, without their names. */
export interface LedgerCohort {
  /** As the policy calls it; null where the policy plans no looks. */
  readonly name: string | null;
  readonly fingerprint: string;
  readonly patients: number;
  readonly events: number;
  /** Who they are, too blurred to tell one; absent where patients have no names, and in ledgers of before it was kept. */
  readonly blurred?: BlurredPatients;
}

/** A decision on an external cohort: one look at it. */
export interface LookRecord {
  readonly kind: 'look';
  readonly policy: { readonly name: string; readonly hash: string };
  readonly evidence: string;
  /** Hash of the decision, its entry left out. */
  readonly decision: string;
  readonly cohort: LedgerCohort;
  readonly model: string;
  readonly verdict: Verdict;
  /** 1-based among the looks at this cohort. */
  readonly look: number;
  /** How many looks the policy plans; null where it plans none. */
  readonly planned: number | null;
  /** Two-sided level of this look, and what all looks so far have spent; null where the policy plans none. */
  readonly alpha: number;
  readonly spent: number | null;
  readonly timing: string;
  /** To what use patients were asked for their consent, by withdrawals up to which day; absent where they were not. */
  readonly consent?: { readonly use: string; readonly on: string };
  readonly criteria: readonly Pick<
    CriterionDecision,
    'id' | 'verdict' | 'value' | 'lower' | 'upper' | 'eValue'
  >[];
}

/** A question put to a cohort through the reusable holdout. */
export interface HoldoutRecord {
  readonly kind: 'holdout';
  readonly cohort: LedgerCohort;
  readonly question: string;
  readonly settings: HoldoutSettings;
  /** True where the holdout's own (noised) value was told, which costs one of the budget. */
  readonly told: boolean;
  readonly answer: number;
  readonly budgetLeft: number;
}

/** What may not change between questions to one holdout. */
export interface HoldoutSettings {
  readonly threshold: number;
  readonly noise: number;
  readonly budget: number;
}

export type LedgerRecord = LookRecord | HoldoutRecord;
export type LedgerEntry = LedgerRecord & Chained;
