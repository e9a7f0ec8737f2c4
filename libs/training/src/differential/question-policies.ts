import type { Ontology } from '@raredx/ontology';
import type { Random } from '@raredx/stats';
import type { CaseRanker } from '../ranking/case-ranker.ts';
import { topCandidates } from '../ranking/top-candidates.ts';
import { candidateProbabilities } from './candidate-probabilities.ts';
import type { CandidateShares } from './candidate-shares.ts';
import { caseTemperature, type DifferentialCalibration } from './differential-calibration.ts';
import { nextQuestions, openTerms } from './next-question.ts';
import { withFinding } from './recorded-findings.ts';
import type { QuestionPolicy, QuestionState } from './simulate-questions.ts';

export interface PolicySetting {
  readonly ontology: Ontology;
  readonly ranker: CaseRanker;
  readonly calibration: DifferentialCalibration;
  readonly shares: CandidateShares;
  /** Information content of each term. */
  readonly information: Float32Array;
}

/** Candidates whose features may be asked for where anything may. */
const leaders = 100;

/** What may be asked: the pool, or the features of the leading candidates. */
const choices = ({ ontology, shares }: PolicySetting, state: QuestionState): readonly number[] => {
  if (state.pool) return state.pool;
  const places = topCandidates(state.p, leaders);
  return [...openTerms(ontology, shares, { places, ...state }).keys()].sort((a, b) => a - b);
};

const best = (terms: readonly number[], value: (term: number) => number): number | undefined => {
  let [chosen, most]: [number | undefined, number] = [undefined, Number.NEGATIVE_INFINITY];
  for (const term of terms) {
    const own = value(term);
    if (own > most) [chosen, most] = [term, own];
  }
  return chosen;
};

/** Any of them. */
export const randomQuestions =
  (setting: PolicySetting, random: Random): QuestionPolicy =>
  (state) => {
    const pool = choices(setting, state);
    return pool.length === 0 ? undefined : pool[random.integer(pool.length)];
  };

/** The rarest first. */
export const informationQuestions =
  (setting: PolicySetting): QuestionPolicy =>
  (state) =>
    best(choices(setting, state), (term) => setting.information[term]);

/** Where anything may be asked, what is worked out for the most promising questions alone. */
const promising = 40;
/** A list that is shown. */
const listed = 10;

/**
 * The finding whose yes would bring most of the remaining probability onto the list of ten. Asking goes on because the disease is
 * none that was on the list so far: over the others, p′ being what the ranker says with the finding,
 *
 *     Σ over d on the new list, never on it before, of p′[d] / (1 − p′(shown)) − p[d] / (1 − p(shown))
 *
 * A policy for one patient: it remembers what was on the list.
 */
export function tellingQuestions(setting: PolicySetting): QuestionPolicy {
  const { ontology, ranker, calibration, shares } = setting;
  const scores = new Float32Array(ranker.candidates.length);
  const after = new Float64Array(scores.length);
  const shown = new Set<number>();
  const massOf = (p: Float64Array): number => [...shown].reduce((sum, place) => sum + p[place], 0);
  return (state) => {
    for (const place of topCandidates(state.p, listed)) shown.add(place);
    const left = Math.max(1e-12, 1 - massOf(state.p));
    const terms =
      state.pool ?? nextQuestions(ontology, shares, { ...state, count: promising }).map(({ term }) => term);
    return best(terms, (term) => {
      const observed = withFinding(ontology, state.query.observed, term);
      ranker.score({ ...state.query, observed }, scores);
      candidateProbabilities(scores, caseTemperature(calibration, observed.length), after);
      const then = Math.max(1e-12, 1 - massOf(after));
      let gain = 0;
      for (const place of topCandidates(after, listed))
        if (!shown.has(place)) gain += after[place] / then - state.p[place] / left;
      return gain;
    });
  };
}
