import { closedTerms, listAt, type Ontology } from '@raredx/ontology';
import type { Random } from '@raredx/stats';
import type { CaseRanker } from '../ranking/case-ranker.ts';
import { midRank } from '../ranking/mid-rank.ts';
import { topCandidates } from '../ranking/top-candidates.ts';
import { candidateProbabilities } from './candidate-probabilities.ts';
import type { CandidateShares } from './candidate-shares.ts';
import { caseTemperature, type DifferentialCalibration } from './differential-calibration.ts';
import { nextQuestions, openTerms } from './next-question.ts';

/** How the next question is chosen: by expected entropy, by information content alone, or at random. */
export const questionPolicies = ['entropy', 'information', 'random'] as const;
export type QuestionPolicy = (typeof questionPolicies)[number];

export interface QuestionSetting {
  readonly ontology: Ontology;
  readonly ranker: CaseRanker;
  readonly calibration: DifferentialCalibration;
  readonly shares: CandidateShares;
  /** Information content of each term. */
  readonly information: Float32Array;
  /** Candidates whose features may be asked for. @default 100 */
  readonly leaders?: number;
  /** Nobody answers more. @default 30 */
  readonly most?: number;
}

export interface QuestionedCase {
  readonly observed: Int32Array;
  readonly excluded: Int32Array;
  /** Place of the true candidate. */
  readonly truth: number;
  /** Observed findings that are known at the start. */
  readonly start: Int32Array;
}

type Answer = 'yes' | 'no' | 'unanswered';

/** A finding is there if it or something below it was observed, absent if it or something above it was excluded. */
export function answerOf(ontology: Ontology, { observed, excluded }: QuestionedCase, term: number): Answer {
  if (observed.some((seen) => listAt(ontology.ancestors, seen).includes(term))) return 'yes';
  const above = listAt(ontology.ancestors, term);
  return excluded.some((absent) => above.includes(absent)) ? 'no' : 'unanswered';
}

/**
 * How many questions a policy needs until the true disease stands among the first ten; `most + 1` where it never does. All
 * policies choose from the same pool: the features of the leading candidates.
 */
export function simulateQuestions(
  setting: QuestionSetting,
  one: QuestionedCase,
  { policy, random }: { readonly policy: QuestionPolicy; readonly random: Random },
): number {
  const { ontology, ranker, most = 30 } = setting;
  const scores = new Float32Array(ranker.candidates.length);
  const p = new Float64Array(scores.length);
  const asked = new Set<number>();
  let query = { observed: one.start, excluded: new Int32Array(0) };
  for (let questions = 0; questions <= most; questions += 1) {
    ranker.score(query, scores);
    if (midRank(scores, one.truth) <= 10) return questions;
    candidateProbabilities(scores, caseTemperature(setting.calibration, query.observed.length), p);
    doubt(p, { shares: setting.shares, absent: query.excluded });
    const term = chosen(setting, { policy, random, query, asked, p });
    if (term === undefined) break;
    asked.add(term);
    const answer = answerOf(ontology, one, term);
    if (answer === 'yes') query = { ...query, observed: withTerm(ontology, query.observed, term) };
    if (answer === 'no') query = { ...query, excluded: Int32Array.from([...query.excluded, term]) };
  }
  return most + 1;
}

/** Candidates that usually have a finding which is absent become less likely, for the choice of questions alone. */
function doubt(
  p: Float64Array,
  { shares, absent }: { readonly shares: CandidateShares; readonly absent: Int32Array },
): void {
  if (absent.length === 0) return;
  const gone = new Set(absent);
  for (const place of topCandidates(p, 200)) {
    for (let at = shares.offsets[place]; at < shares.offsets[place + 1]; at += 1)
      if (gone.has(shares.term[at])) p[place] *= 1 - 0.5 * Math.min(1, shares.share[at]);
  }
}

interface Choice {
  readonly policy: QuestionPolicy;
  readonly random: Random;
  readonly query: { readonly observed: Int32Array; readonly excluded: Int32Array };
  readonly asked: ReadonlySet<number>;
  readonly p: Float64Array;
}

function chosen(
  { ontology, shares, information, leaders = 100 }: QuestionSetting,
  { policy, random, query, asked, p }: Choice,
): number | undefined {
  if (policy === 'entropy')
    return nextQuestions(ontology, shares, { query, p, asked, leaders, count: 1 })[0]?.term;
  const places = topCandidates(p, leaders);
  const pool = [...openTerms(ontology, shares, { places, query, asked }).keys()].sort((a, b) => a - b);
  if (policy === 'random') return pool.length === 0 ? undefined : pool[random.integer(pool.length)];
  return pool.reduce<number | undefined>(
    (best, term) => (best === undefined || information[term] > information[best] ? term : best),
    undefined,
  );
}

/** A special finding says all above it: what it makes superfluous is not counted twice. */
function withTerm(ontology: Ontology, observed: Int32Array, term: number): Int32Array {
  const above = new Set(closedTerms(ontology, [term]));
  return Int32Array.from([...observed.filter((seen) => !above.has(seen)), term]).sort();
}
