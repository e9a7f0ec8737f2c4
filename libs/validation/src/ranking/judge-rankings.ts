import type { EvidenceRow, Rankings, Trials } from '@raredx/tables';
import { type ConformalSets, conformalRows } from './conformal-rows.ts';
import { publicationDraws } from './publication-draws.ts';
import { type RankingComparison, rankingRows } from './ranking-rows.ts';
import { trialRows } from './trial-rows.ts';

/** How rankings are judged: enough, with the tables, to make every statement again. */
export interface RankingsPlan {
  readonly seed: number;
  readonly bootstrap: number;
  readonly confidence: number;
  /** The model that the evidence is about. */
  readonly model: string;
  /** Models that are compared on the rankings. */
  readonly comparisons: readonly RankingComparison[];
  /** Models that are judged by group of cases and by calibration. */
  readonly fully: readonly string[];
  /** Sets of the model, calibrated on development cases. */
  readonly sets: readonly ConformalSets[];
  /** Models and policies that are compared on the trials. */
  readonly trials: readonly RankingComparison[];
  readonly mostQuestions: number;
}

/** All statements that follow from rankings and trials. */
export function judgeRankings(
  rankings: Rankings,
  trials: Trials | null,
  { seed, ...plan }: RankingsPlan,
): EvidenceRow[] {
  const clustered = { ...plan, draws: publicationDraws({ seed, bootstrap: plan.bootstrap }) };
  return [
    ...rankingRows(rankings, clustered),
    ...conformalRows(rankings, plan, clustered),
    ...(trials ? trialRows(trials, clustered) : []),
  ];
}
