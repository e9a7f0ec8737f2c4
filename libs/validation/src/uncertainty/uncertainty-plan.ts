/** What uncertainty rows need of a validation plan. */
export interface UncertaintyPlan {
  readonly seed: number;
  /** Bootstrap replicates; 0 for none. */
  readonly bootstrap: number;
  readonly confidence: number;
  /** Decision thresholds at which label errors are carried through to sensitivity and specificity. @default none */
  readonly thresholds?: readonly number[];
}
