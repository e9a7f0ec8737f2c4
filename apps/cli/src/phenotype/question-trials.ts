import type { PhenotypeCase } from '@raredx/cohort';
import type { PhenotypeExperiment } from '@raredx/experiment';
import type { Knowledge } from '@raredx/ontology';
import { createRandom, type Random, shuffled } from '@raredx/stats';
import type { Trials } from '@raredx/tables';
import {
  annotatedShares,
  type CaseRanker,
  type DifferentialCalibration,
  informationQuestions,
  midRank,
  type PolicySetting,
  type QuestionPolicy,
  type RecordedCase,
  randomQuestions,
  recordedFindings,
  recordSuffices,
  simulateQuestions,
  tellingQuestions,
} from '@raredx/training';
import type { Step } from '../talk.ts';
import { type Trial, trialTable } from './trial-table.ts';

export interface QuestionRequest {
  readonly experiment: PhenotypeExperiment;
  readonly knowledge: Knowledge;
  readonly ranker: CaseRanker;
  readonly calibration: DifferentialCalibration;
  readonly step: Step;
}

export const askingPolicies = [
  'question that tells most',
  'rarest finding first',
  'random question',
] as const;
type AskingPolicy = (typeof askingPolicies)[number];

/** Conditions of docs/decisions/next-question-evaluation.md: what the record can answer, and whatever may be asked. */
export const questionPools = { record: 'what the record answers', open: 'any finding' } as const;

/** Cases that are also asked anything: thirty questions each, most of them without answer. */
const openCases = 100;

interface Start extends RecordedCase {
  readonly of: PhenotypeCase;
  readonly draw: number;
}

/** Questions that each policy needed, case by case and start by start. */
export function questionTrials(cases: readonly PhenotypeCase[], request: QuestionRequest): Trials {
  const { experiment, knowledge, ranker, calibration, step } = request;
  const { ontology } = knowledge;
  const shares = annotatedShares(knowledge, ranker.candidates);
  const information = shares.background.map((share) => -Math.log(Math.max(share, 1e-6)));
  const setting: PolicySetting = { ontology, ranker, calibration, shares, information };
  const random = createRandom(experiment.seed).fork('questions');
  const starts = startsOf(cases, request, random);
  const open = new Set(starts.filter(({ draw }) => draw === 0).slice(0, openCases));
  const trials: Trial[] = [];
  for (const [at, start] of starts.entries()) {
    const own = random.fork(start.of.id).fork(start.draw);
    const pool = recordedFindings(ontology, start);
    const group = recordSuffices(setting, start) ? 'sufficient' : 'insufficient';
    const about = { of: start.of, group, disease: start.of.truths[0] ?? '', draw: start.draw };
    for (const model of askingPolicies) {
      // a policy may remember what it has shown: each asking has its own
      const asked = (pools: { pool?: readonly number[] }, most: number) => {
        const policy = policyOf(model, setting, own.fork(model));
        return simulateQuestions({ ...setting, most }, start, { policy, ...pools });
      };
      // the record is finite: nothing is cut off
      trials.push({ ...about, model, condition: questionPools.record, value: asked({ pool }, pool.length) });
      if (open.has(start)) {
        const value = asked({}, experiment.questions.most);
        trials.push({ ...about, model, condition: questionPools.open, group: 'insufficient', value });
      }
    }
    step.advance(at + 1, starts.length, 'starts');
  }
  return trialTable(trials, {
    ...{ measure: 'questions', partition: 'external' },
    candidateCount: () => ranker.candidates.length,
  });
}

function policyOf(name: AskingPolicy, setting: PolicySetting, random: Random): QuestionPolicy {
  if (name === 'random question') return randomQuestions(setting, random);
  return name === 'rarest finding first' ? informationQuestions(setting) : tellingQuestions(setting);
}

/** Starts from which the truth is not yet among the first ten, of cases that have more to tell. */
function startsOf(
  cases: readonly PhenotypeCase[],
  { experiment, ranker }: QuestionRequest,
  random: Random,
): Start[] {
  const { questions } = experiment;
  const placeOf = new Map(ranker.candidates.map((id, at) => [id, at]));
  const able = cases.filter(({ observed }) => observed.length >= questions.start + 2);
  const order = shuffled(able.length, random.fork('cases')).subarray(0, questions.cases);
  const scores = new Float32Array(ranker.candidates.length);
  return Array.from(order, (at) => able[at] as PhenotypeCase).flatMap((of) => {
    const truth = of.truths.map((id) => placeOf.get(id)).find((place) => place !== undefined);
    if (truth === undefined) return [];
    return Array.from({ length: questions.draws }, (_, draw): Start => {
      const own = random.fork(of.id).fork(draw).fork('start');
      const chosen = shuffled(of.observed.length, own).subarray(0, questions.start);
      const start = Int32Array.from(chosen, (place) => of.observed[place] as number).sort();
      return { of, draw, observed: of.observed, excluded: of.excluded, truth, start };
    }).filter(({ start }) => {
      ranker.score({ observed: start, excluded: new Int32Array(0) }, scores);
      return midRank(scores, truth) > 10;
    });
  });
}
