/** One study (cohort, centre) of a meta-analysis. */
export interface Study {
  readonly effect: number;
  /** Squared standard error of the effect. */
  readonly variance: number;
}
