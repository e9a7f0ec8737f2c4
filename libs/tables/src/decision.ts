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
  /** Where looks are added up as e-values: what this look measured, and what all of them say against the bound. */
  readonly eValue?: { readonly value: number; readonly measured: LookEvidence };
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
  /** Null where any number of looks may be taken. */
  readonly of: number | null;
  /** The two-sided level at which this look judged, in place of 1 − confidence; 0 where nothing was left. */
  readonly alpha: number;
  /** What earlier looks, under another plan than the policy's, had spent of its error; absent where all followed it. */
  readonly spentBefore?: number;
  /** Where looks are added up as e-values: what each earlier one measured, by criterion. */
  readonly past?: Readonly<Record<string, readonly LookEvidence[]>>;
}

/** What a criterion asks of whom: looks add up over one question alone. */
export interface LookQuestion {
  readonly model: string;
  /** As the evidence names it. */
  readonly metric: string;
  readonly label: string | null;
  readonly partition: string;
  readonly site: string | null;
  readonly attribute: string | null;
  readonly level: string | null;
  readonly threshold: number | null;
  /** The model compared with. */
  readonly against: string | null;
}

/** What one look measured of one criterion. */
export interface LookEvidence {
  /** Absent in ledgers of before it was kept. */
  readonly of?: LookQuestion;
  /** On which both numbers are. */
  readonly scale: 'identity' | 'logit' | 'log';
  readonly at: number;
  /** Standard error. */
  readonly error: number;
  /** The shift from the bound that the look was planned to see, in standard errors. */
  readonly shift: number;
}
