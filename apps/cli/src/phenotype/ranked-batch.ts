import type { PhenotypeCase } from '@raredx/cohort';
import {
  type CaseRanker,
  calibratedProbabilities,
  type DifferentialCalibration,
  type RankedCandidate,
  rankedCandidates,
  type TrueCandidates,
} from '@raredx/training';
import type { CaseExplainer, ExplainedCase } from './explain-case.ts';

/** One case with its differential. */
export interface RankedCase {
  readonly case: PhenotypeCase;
  readonly truth: TrueCandidates;
  readonly listed: readonly RankedCandidate[];
  /** The best rank of a true candidate; Infinity where none is among the candidates; null where no truth is known. */
  readonly rank: number | null;
  /** For the first cases of a batch. */
  readonly explained?: ExplainedCase;
}

export interface BatchRequest {
  readonly ranker: CaseRanker;
  readonly calibration: DifferentialCalibration;
  readonly truthOf: (truths: readonly string[]) => TrueCandidates;
  readonly depth: number;
  /** Explains the first `count` cases: milliseconds each. */
  readonly explain?: { readonly count: number; readonly by: CaseExplainer };
}

/** Ranks cases one after the other. */
export function* rankBatch(
  cases: readonly PhenotypeCase[],
  { ranker, calibration, truthOf, depth, explain }: BatchRequest,
): Generator<RankedCase> {
  const scores = new Float32Array(ranker.candidates.length);
  const p = new Float64Array(ranker.candidates.length);
  for (const [at, one] of cases.entries()) {
    ranker.score(one, scores);
    calibratedProbabilities(scores, { calibration, terms: one.observed.length }, p);
    const truth = truthOf(one.truths);
    const listed = rankedCandidates(scores, p, { depth, always: truth.places });
    const explained = explain && at < explain.count ? { explained: explain.by(one, { listed, p }) } : {};
    yield { case: one, truth, listed, rank: rankOf(one, truth, listed), ...explained };
  }
}

function rankOf(
  one: PhenotypeCase,
  { places }: TrueCandidates,
  listed: readonly RankedCandidate[],
): number | null {
  if (one.truths.length === 0) return null;
  const ranks = listed.filter(({ place }) => places.includes(place)).map(({ rank }) => rank);
  return Math.min(Number.POSITIVE_INFINITY, ...ranks);
}
