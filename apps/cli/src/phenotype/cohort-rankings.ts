import type { PhenotypeCase } from '@raredx/cohort';
import type { Knowledge } from '@raredx/ontology';
import type { Partition, Rankings } from '@raredx/tables';
import { type CaseRanker, type DifferentialCalibration, trueCandidatesOf } from '@raredx/training';
import { rankBatch } from './ranked-batch.ts';
import { rankingsOf } from './rankings-of.ts';

export interface CohortRequest {
  readonly knowledge: Knowledge;
  readonly ranker: CaseRanker;
  readonly calibration: DifferentialCalibration;
  readonly model: string;
  readonly partition: Partition;
  readonly depth: number;
  readonly attributes: (one: PhenotypeCase) => Readonly<Record<string, string>>;
}

/** The rankings table of one ranker over one cohort. */
export function cohortRankings(cases: readonly PhenotypeCase[], request: CohortRequest): Rankings {
  const { ranker, knowledge, attributes } = request;
  const truthOf = trueCandidatesOf(knowledge, ranker.candidates);
  const ranked = [...rankBatch(cases, { ...request, truthOf })];
  return rankingsOf(ranked, {
    ...request,
    candidates: ranker.candidates,
    attributes: (of) => attributes(of.case),
  });
}
