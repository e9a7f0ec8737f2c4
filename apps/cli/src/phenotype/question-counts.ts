import type { PhenotypeCase } from '@raredx/cohort';
import type { PhenotypeExperiment } from '@raredx/experiment';
import type { Knowledge } from '@raredx/ontology';
import { createRandom, shuffled } from '@raredx/stats';
import {
  annotatedShares,
  type CaseRanker,
  type DifferentialCalibration,
  type QuestionPolicy,
  questionPolicies,
  simulateQuestions,
} from '@raredx/training';
import type { Step } from '../talk.ts';

/** Questions that each policy needed for a case; one more than the most where it never got there. */
export interface QuestionCount {
  readonly case: string;
  readonly patient: string;
  readonly site: string;
  readonly needed: Readonly<Record<QuestionPolicy, number>>;
}

export interface QuestionRequest {
  readonly experiment: PhenotypeExperiment;
  readonly knowledge: Knowledge;
  readonly ranker: CaseRanker;
  readonly calibration: DifferentialCalibration;
  readonly step: Step;
}

/** Asks about cases of which a few findings are known, by every policy; cases that start in the first ten are passed over. */
export function questionCounts(cases: readonly PhenotypeCase[], request: QuestionRequest): QuestionCount[] {
  const { experiment, knowledge, ranker, calibration, step } = request;
  const { questions, seed } = experiment;
  const shares = annotatedShares(knowledge, ranker.candidates);
  const information = shares.background.map((share) => -Math.log(Math.max(share, 1e-6)));
  const setting = {
    ontology: knowledge.ontology,
    ranker,
    calibration,
    shares,
    information,
    most: questions.most,
  };
  const placeOf = new Map(ranker.candidates.map((id, at) => [id, at]));
  const random = createRandom(seed).fork('questions');
  const able = cases.filter(({ observed }) => observed.length > questions.start);
  const order = shuffled(able.length, random.fork('cases')).subarray(0, questions.cases);
  const counts: QuestionCount[] = [];
  for (const at of order) {
    const one = able[at] as PhenotypeCase;
    const own = random.fork(one.id);
    const truth = one.truths.map((id) => placeOf.get(id)).find((place) => place !== undefined);
    if (truth === undefined) continue;
    const chosen = shuffled(one.observed.length, own.fork('start')).subarray(0, questions.start);
    const start = Int32Array.from(chosen, (place) => one.observed[place] as number).sort();
    const asked = { observed: one.observed, excluded: one.excluded, truth, start };
    const needed = Object.fromEntries(
      questionPolicies.map((policy) => [
        policy,
        simulateQuestions(setting, asked, { policy, random: own.fork(policy) }),
      ]),
    ) as Record<QuestionPolicy, number>;
    if (needed.entropy > 0) counts.push({ case: one.id, patient: one.patient, site: one.site, needed });
    step.advance(counts.length, order.length, 'cases');
  }
  return counts;
}
