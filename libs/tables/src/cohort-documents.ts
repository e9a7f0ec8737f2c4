/** What the cohort step writes under `cohort/` and the report reads. All of it is counts and summaries: no patient rows. */

export interface FlowStep {
  readonly step: string;
  /** Patients left after the step. */
  readonly patients: number;
  readonly excluded: number;
  readonly reason: string | null;
}

/** Attrition: one column of steps for each cohort. */
export interface Flow {
  readonly cohorts: readonly { readonly cohort: string; readonly steps: readonly FlowStep[] }[];
}

export interface TableOneCell {
  readonly site: string;
  /** Printed summary: `1,020 (54.9 %)` or `38 [20, 60]`. */
  readonly text: string;
  readonly count: number | null;
  readonly percent: number | null;
  readonly median: number | null;
  readonly lowerQuartile: number | null;
  readonly upperQuartile: number | null;
}

export interface TableOneRow {
  readonly variable: string;
  readonly title: string;
  readonly unit: string | null;
  /** Null for a continuous variable or the line of missing values. */
  readonly level: string | null;
  readonly kind: 'count' | 'continuous' | 'categorical' | 'missing';
  readonly cells: readonly TableOneCell[];
  /** Largest absolute standardised mean difference between two sites, on the variable's first row; else null. */
  readonly smd: number | null;
}

/** Patients are counted throughout: one with several rows once, in every level that one of the rows has. */
export interface TableOne {
  readonly sites: readonly {
    readonly site: string;
    readonly patients: number;
    /** Patients with the event. */
    readonly events: number;
    /** Rows of these patients; absent where each patient has one. */
    readonly samples?: number;
  }[];
  readonly rows: readonly TableOneRow[];
}

export interface QualityFinding {
  readonly check: string;
  readonly column: string | null;
  readonly severity: 'note' | 'warning' | 'error';
  readonly rows: number;
  readonly message: string;
}

export interface QualityReport {
  readonly rows: number;
  readonly patients: number;
  readonly columns: readonly {
    readonly column: string;
    readonly type: string;
    readonly unit: string | null;
    readonly missing: number;
    readonly missingPercent: number;
    readonly distinct: number;
    readonly summary: string;
  }[];
  readonly findings: readonly QualityFinding[];
}

export interface LeakCheck {
  readonly check: string;
  readonly verdict: 'clean' | 'leak' | 'warning' | 'not_checked';
  /** How many patients, rows or groups were compared. */
  readonly examined: number;
  readonly offenders: number;
  readonly message: string;
}

export interface LeakCertificate {
  readonly verdict: 'clean' | 'leak' | 'incomplete';
  readonly splitFingerprint: string;
  readonly checks: readonly LeakCheck[];
}
