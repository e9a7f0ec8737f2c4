export type Verdict = 'pass' | 'fail' | 'insufficient_evidence';

export interface CriterionDecision {
  readonly id: string;
  readonly verdict: Verdict;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly bound: number;
  readonly patients: number;
  readonly events: number;
  /** One line a clinician can read. */
  readonly why: string;
  /** How many more events would decide; null where the verdict is not insufficient or it cannot be told. */
  readonly neededEvents: number | null;
  /** The evidence row judged; null where there is none. */
  readonly evidenceId: string | null;
  readonly rationale: string;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly criteria: readonly CriterionDecision[];
  readonly policyHash: string;
  readonly evidenceHash: string;
  readonly ledgerEntry: string | null;
  /** Which look at its cohort the decision was, where the policy plans several. */
  readonly look?: DecisionLook;
}

export interface DecisionLook {
  /** 1-based. */
  readonly number: number;
  readonly of: number;
  /** The two-sided level at which this look judged, in place of 1 − confidence; 0 where nothing was left. */
  readonly alpha: number;
}
