import type { TextColumn } from './text-column.ts';

/**
 * The rankings table, by columns: one row = one candidate for one case, down to a declared depth, and every true
 * candidate wherever it stands. A true one that the ranker does not know has rank Infinity, score −Infinity and p 0: a miss
 * that counts.
 */
export interface Rankings {
  readonly rows: number;
  readonly caseId: TextColumn;
  /** The unit of independence. */
  readonly patientId: TextColumn;
  /** The publication or cohort that a case comes from. */
  readonly site: TextColumn;
  readonly model: TextColumn;
  /** A name of `partitions`. */
  readonly partition: TextColumn;
  readonly candidate: TextColumn;
  readonly score: Float64Array;
  /** Probability in [0, 1] that this candidate is the diagnosis. */
  readonly p: Float64Array;
  /** From 1; candidates with the same score share the middle of their ranks. */
  readonly rank: Float64Array;
  /** 1 for a true candidate; no row of a case is true where its diagnosis is not known. */
  readonly isTrue: Uint8Array;
  /** How many candidates were ranked for the case. */
  readonly candidateCount: Int32Array;
  /** Subgroup attributes of the case, without the `attr_` of their columns. */
  readonly attributes: Readonly<Record<string, TextColumn>>;
}
