import { closedTerms, listAt, type Ontology } from '@raredx/ontology';
import type { PatientQuery } from '../ranking/case-ranker.ts';
import { topCandidates } from '../ranking/top-candidates.ts';
import type { CandidateShares } from './candidate-shares.ts';

/** A finding worth asking for. */
export interface Question {
  readonly term: number;
  /** Expected fall of the entropy over the leading candidates when it is asked, in nats. */
  readonly gain: number;
  /** The chance of a yes. */
  readonly yes: number;
}

export interface QuestionOptions {
  /** Candidates that a question is to tell apart. @default 100 */
  readonly leaders?: number;
  /** Terms that were asked without answer. */
  readonly asked?: ReadonlySet<number>;
  /** The chance that a finding which is not there is known to be absent. @default 0.3 */
  readonly answered?: number;
  /** How many questions. @default 5 */
  readonly count?: number;
}

/** Features rarer than this in every leading candidate are not asked for. */
const leastShare = 0.1;
/** Nobody's profile is complete, and no feature is in everyone. */
const [lowest, highest] = [0.01, 0.95];

const entropy = (weights: Float64Array, total: number): number => {
  let sum = 0;
  for (const weight of weights) if (weight > 0) sum -= (weight / total) * Math.log(weight / total);
  return sum;
};

/**
 * The unasked findings with the largest expected fall of entropy over the leading candidates:
 *
 *     H(p) − P(yes) H(p | yes) − P(no) H(p | no) − P(no answer) H(p)
 *
 * with the share of each candidate's patients who have the finding as its likelihood. Leaders enter by the root of their probability: with
 * few findings a question must also tell those further down apart.
 *
 * @param p probabilities of all candidates
 */
export function nextQuestions(
  ontology: Ontology,
  shares: CandidateShares,
  {
    query,
    p,
    leaders = 100,
    asked = new Set(),
    answered = 0.3,
    count = 5,
  }: QuestionOptions & {
    readonly query: PatientQuery;
    readonly p: Float64Array;
  },
): Question[] {
  const places = topCandidates(p, leaders);
  const prior = Float64Array.from(places, (place) => Math.sqrt(p[place]));
  const mass = prior.reduce((total, value) => total + value, 0);
  const before = entropy(prior, mass);
  const [yesWeights, noWeights] = [new Float64Array(prior.length), new Float64Array(prior.length)];
  const questions = [...openTerms(ontology, shares, { places, query, asked })].map(
    ([term, having]): Question => {
      const floor = Math.max(lowest, Math.min(highest, shares.background[term]));
      let yes = 0;
      for (let at = 0; at < prior.length; at += 1) {
        const share = Math.min(highest, Math.max(floor, having.get(at) ?? 0));
        yesWeights[at] = prior[at] * share;
        noWeights[at] = prior[at] * (1 - share);
        yes += yesWeights[at];
      }
      const [chance, no] = [yes / mass, 1 - yes / mass];
      const fall =
        chance * (before - entropy(yesWeights, yes)) +
        answered * no * (before - entropy(noWeights, mass - yes));
      return { term, gain: fall, yes: chance };
    },
  );
  return questions.sort((a, b) => b.gain - a.gain || a.term - b.term).slice(0, count);
}

/** Of each term that may be asked, the leaders (by their order) that have it and their shares. */
export function openTerms(
  ontology: Ontology,
  shares: CandidateShares,
  {
    places,
    query,
    asked,
  }: {
    readonly places: readonly number[];
    readonly query: PatientQuery;
    readonly asked: ReadonlySet<number>;
  },
): Map<number, Map<number, number>> {
  const known = new Set(closedTerms(ontology, query.observed));
  const absent = new Set(query.excluded ?? []);
  const found = new Map<number, Map<number, number>>();
  const closed = (term: number): boolean =>
    known.has(term) || asked.has(term) || listAt(ontology.ancestors, term).some((above) => absent.has(above));
  places.forEach((place, order) => {
    for (let at = shares.offsets[place]; at < shares.offsets[place + 1]; at += 1) {
      if (shares.share[at] < leastShare) continue;
      const term = shares.term[at];
      const having = found.get(term);
      if (having) having.set(order, shares.share[at]);
      else if (!closed(term)) found.set(term, new Map([[order, shares.share[at]]]));
    }
  });
  return found;
}
