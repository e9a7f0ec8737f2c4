/** What `cohort/missingness.json` says: where values are missing, and what missingness goes with. Counts and summaries only. */
export interface MissingnessDocument {
  readonly rows: number;
  readonly patients: number;
  /** Rows without a gap in any of the columns. */
  readonly completeRows: number;
  /** Imputed data sets that these gaps call for. */
  readonly imputations: number;
  /** Only columns that lack something. */
  readonly columns: readonly MissingColumn[];
  /** The commonest first. */
  readonly patterns: readonly MissingPattern[];
  /** What such a table can tell and what it cannot. */
  readonly limits: readonly string[];
}

export interface MissingShare {
  readonly level: string;
  readonly rows: number;
  readonly missing: number;
  readonly percent: number;
}

export interface MissingColumn {
  readonly column: string;
  readonly title: string;
  readonly missing: number;
  readonly percent: number;
  readonly bySite: readonly MissingShare[];
  /** Empty where no outcome is declared. */
  readonly byOutcome: readonly MissingShare[];
  /** Absolute standardised difference of the other columns between rows with and without a value; largest first. */
  readonly differences: readonly { readonly column: string; readonly smd: number | null }[];
  readonly test: MissingnessTest | { readonly undefinedBecause: string };
  readonly reading: string;
}

/** Likelihood ratio test of a logistic model of being missing. */
export interface MissingnessTest {
  /** Outcome, site and complete columns that the model holds. */
  readonly on: readonly string[];
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
  /** Holm, over the columns of the document. */
  readonly adjustedP: number;
}

export interface MissingPattern {
  /** Columns missing together; empty: nothing is missing. */
  readonly missing: readonly string[];
  readonly rows: number;
  readonly percent: number;
}
