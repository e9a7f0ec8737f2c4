import type { Ontology } from '@raredx/ontology';
import type { Random } from '@raredx/stats';
import type { CaseRanker } from '../ranking/case-ranker.ts';
import { topCandidates } from '../ranking/top-candidates.ts';
import { candidateProbabilities } from './candidate-probabilities.ts';
import { type CandidateShares, shareAt } from './candidate-shares.ts';
import { caseTemperature, type DifferentialCalibration } from './differential-calibration.ts';
import { openTerms } from './next-question.ts';
import { withFinding } from './recorded-findings.ts';
import type { QuestionPolicy, QuestionState } from './simulate-questions.ts';

export interface PolicySetting {
  readonly ontology: Ontology;
  readonly ranker: CaseRanker;
  readonly calibration: DifferentialCalibration;
  readonly shares: CandidateShares;
  /** Information content of each term. */
  readonly information: Float32Array;
  /** Candidates whose features may be asked for where anything may. @default 100 */
  readonly leaders?: number;
}

/** What may be asked: the pool, or the features of the leading candidates. */
const choices = (
  { ontology, shares, leaders = 100 }: PolicySetting,
  state: QuestionState,
): readonly number[] =>
  state.pool ??
  [...openTerms(ontology, shares, { places: topCandidates(state.p, leaders), ...state }).keys()].sort(
    (a, b) => a - b,
  );

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

/** Leaders among whom the truth is looked for. */
const considered = 300;
/** Nobody's profile is complete, and no feature is in everyone. */
const [lowest, highest] = [0.02, 0.95];

/**
 * The finding whose yes would bring the truth forward most: over leaders d, entering by the root of their probability,
 *
 *     Σ_d w_d · share[d, t] · max(0, log p(d | yes) − log p(d))
 *
 * with the probabilities before and after by the ranker itself.
 */
export function tellingQuestions(setting: PolicySetting): QuestionPolicy {
  const { ontology, ranker, calibration, shares } = setting;
  const scores = new Float32Array(ranker.candidates.length);
  const after = new Float64Array(scores.length);
  return (state) => {
    const places = topCandidates(state.p, considered);
    return best(choices(setting, state), (term) => {
      const observed = withFinding(ontology, state.query.observed, term);
      ranker.score({ ...state.query, observed }, scores);
      candidateProbabilities(scores, caseTemperature(calibration, observed.length), after);
      const floor = Math.max(lowest, Math.min(highest, shares.background[term]));
      let gain = 0;
      for (const place of places) {
        const share = Math.min(highest, Math.max(floor, shareAt(shares, place, term)));
        gain += Math.sqrt(state.p[place]) * share * Math.max(0, Math.log(after[place] / state.p[place]));
      }
      return gain;
    });
  };
}
