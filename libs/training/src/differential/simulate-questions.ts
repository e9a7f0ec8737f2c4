import { closedTerms, listAt, type Ontology } from '@raredx/ontology';
import type { CaseRanker } from '../ranking/case-ranker.ts';
import { midRank } from '../ranking/mid-rank.ts';
import { candidateProbabilities } from './candidate-probabilities.ts';
import { caseTemperature, type DifferentialCalibration } from './differential-calibration.ts';
import { answerOf, type RecordedCase, withFinding } from './recorded-findings.ts';

/** What a policy sees when it chooses. */
export interface QuestionState {
  readonly query: { readonly observed: Int32Array; readonly excluded: Int32Array };
  /** Scores and probabilities of all candidates, by what is known; good until the next question. */
  readonly scores: Float32Array;
  readonly p: Float64Array;
  readonly asked: ReadonlySet<number>;
  /** What may be asked, ascending; undefined where the policy may ask anything. */
  readonly pool: readonly number[] | undefined;
}

/** Chooses what is asked next; undefined ends the asking. */
export type QuestionPolicy = (state: QuestionState) => number | undefined;

export interface QuestionSetting {
  readonly ontology: Ontology;
  readonly ranker: CaseRanker;
  readonly calibration: DifferentialCalibration;
  /** Nobody answers more. */
  readonly most: number;
}

/** The truth has to stand among the first so many. */
const wanted = 10;

/**
 * How many questions a policy needs until the true disease stands among the first ten; Infinity where it never does.
 *
 * @param pool findings that may be asked for; what is implied by answers leaves it
 */
export function simulateQuestions(
  { ontology, ranker, calibration, most }: QuestionSetting,
  one: RecordedCase,
  { policy, pool }: { readonly policy: QuestionPolicy; readonly pool?: readonly number[] },
): number {
  const scores = new Float32Array(ranker.candidates.length);
  const p = new Float64Array(scores.length);
  const asked = new Set<number>();
  let query: QuestionState['query'] = { observed: one.start, excluded: new Int32Array(0) };
  for (let questions = 0; questions <= most; questions += 1) {
    ranker.score(query, scores);
    if (midRank(scores, one.truth) <= wanted) return questions;
    candidateProbabilities(scores, caseTemperature(calibration, query.observed.length), p);
    const left = pool && openFindings(ontology, pool, { query, asked });
    const term = policy({ query, scores, p, asked, pool: left });
    if (term === undefined) break;
    asked.add(term);
    const answer = answerOf(ontology, one, term);
    if (answer === 'yes') query = { ...query, observed: withFinding(ontology, query.observed, term) };
    if (answer === 'no') query = { ...query, excluded: Int32Array.from([...query.excluded, term]) };
  }
  return Number.POSITIVE_INFINITY;
}

/** What answers have not settled yet. */
function openFindings(
  ontology: Ontology,
  pool: readonly number[],
  { query, asked }: Pick<QuestionState, 'query' | 'asked'>,
): number[] {
  const known = new Set(closedTerms(ontology, query.observed));
  const absent = new Set(query.excluded);
  return pool.filter(
    (term) =>
      !known.has(term) &&
      !asked.has(term) &&
      !listAt(ontology.ancestors, term).some((above) => absent.has(above)),
  );
}

/** Whether a case's whole record puts the truth among the first ten. */
export function recordSuffices(
  { ontology, ranker }: Pick<QuestionSetting, 'ontology' | 'ranker'>,
  { observed, truth }: Pick<RecordedCase, 'observed' | 'truth'>,
): boolean {
  const scores = new Float32Array(ranker.candidates.length);
  let known: Int32Array = new Int32Array(0);
  for (const term of observed) {
    const implied = known.some((seen) => listAt(ontology.ancestors, seen).includes(term));
    if (!implied) known = withFinding(ontology, known, term);
  }
  ranker.score({ observed: known, excluded: new Int32Array(0) }, scores);
  return midRank(scores, truth) <= wanted;
}
