import type { TextColumn } from './text-column.ts';

/** What a trial measures. */
export const trialMeasures = ['rank', 'questions', 'unknown_score'] as const;
export type TrialMeasure = (typeof trialMeasures)[number];

/**
 * The trials table, by columns: one row = one number that was measured of one case under one condition, where keeping a whole
 * ranking for each would be too much.
 *
 * - `rank`: of the true candidate, Infinity where none was ranked; a row a draw of shots.
 * - `questions`: asked until the truth stood among the first ten, Infinity where it never did; a row a draw of the start.
 * - `unknown_score`: from 0 to 1, how little the candidates explain the case.
 */
export interface Trials {
  readonly rows: number;
  readonly caseId: TextColumn;
  /** The unit of independence. */
  readonly patientId: TextColumn;
  /** The publication or cohort that a case comes from. */
  readonly site: TextColumn;
  /** The ranker, or the policy that asks. */
  readonly model: TextColumn;
  /** A name of `partitions`. */
  readonly partition: TextColumn;
  /** A name of `trialMeasures`. */
  readonly measure: TextColumn;
  /** What the figure is about: which candidates, how many shots, which pool of questions. */
  readonly condition: TextColumn;
  /** The group of cases within the condition: with or without shots, answerable or not, described or not. */
  readonly group: TextColumn;
  readonly disease: TextColumn;
  readonly draw: Int32Array;
  readonly value: Float64Array;
  /** How many candidates were ranked. */
  readonly candidateCount: Int32Array;
}
