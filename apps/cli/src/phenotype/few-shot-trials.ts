import type { PhenotypeCase } from '@raredx/cohort';
import type { PhenotypeExperiment } from '@raredx/experiment';
import type { Knowledge } from '@raredx/ontology';
import type { Runtime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import type { Trials } from '@raredx/tables';
import {
  type CaseRanker,
  closedSet,
  describedModel,
  type FewShotSettings,
  fewShotRanker,
  fewShotSettings,
  midRank,
  type PhenotypeModel,
  type PublishedShot,
  spreadShots,
  trainScratchModel,
} from '@raredx/training';
import type { Step } from '../talk.ts';
import { cappedCases, type PhenotypeStudy } from './phenotype-study.ts';
import { type Trial, trialTable } from './trial-table.ts';

export interface FewShotRequest {
  readonly experiment: PhenotypeExperiment;
  readonly study: PhenotypeStudy;
  /** Without the rows that cite a held-out publication; the model was trained on it. */
  readonly knowledge: Knowledge;
  readonly model: PhenotypeModel;
  readonly runtime: Runtime;
  readonly step: Step;
}

export const fewShotModels = {
  ours: 'transfer',
  scratch: 'from scratch',
  baseline: 'beta-updated mica-lr',
} as const;

/** The beta-updated baseline: profiles as annotated, counted as half a patient, nothing else. */
const betaBaseline: FewShotSettings = {
  described: 0.5,
  direction: 1,
  likeness: 0,
  nearest: 1,
  publications: 0,
};

interface Counted extends Trial {
  readonly candidates: number;
}

/** Ranks in closed and open sets for each number of shots and draw, and in the half-shot test. */
export async function fewShotTrials(request: FewShotRequest): Promise<Trials> {
  const { experiment, study, step } = request;
  const pool = cappedCases(study.shots, experiment.cap).flatMap((one) =>
    one.truths.map((disease): PublishedShot => ({ disease, observed: one.observed, publication: one.site })),
  );
  const random = createRandom(experiment.seed).fork('shots');
  const baseline = describedModel(request.knowledge, request.model.candidates);
  const ks = [...experiment.few_shot.shots, Number.POSITIVE_INFINITY];
  const trials: Counted[] = [];
  for (const [at, k] of ks.entries()) {
    const draws = k === 0 || k === Number.POSITIVE_INFINITY ? 1 : experiment.few_shot.draws;
    for (let draw = 0; draw < draws; draw += 1) {
      const shots = spreadShots(pool, k, random.fork(k).fork(draw));
      trials.push(...(await comparison(request, { baseline, shots, pool, k, draw })));
      step.advance(at + (draw + 1) / draws, ks.length + 1, `${k} shots`);
    }
  }
  trials.push(...halfShots(request, { baseline, pool }));
  return trialTable(trials, {
    ...{ measure: 'rank', partition: 'test' },
    candidateCount: (trial) => (trial as Counted).candidates,
  });
}

interface Shown {
  readonly baseline: PhenotypeModel;
  readonly pool: readonly PublishedShot[];
}

async function comparison(
  request: FewShotRequest,
  { baseline, pool, shots, k, draw }: Shown & { shots: readonly PublishedShot[]; k: number; draw: number },
): Promise<Counted[]> {
  const { study, knowledge, model } = request;
  const allowed = new Set(pool.map(({ disease }) => disease));
  const cases = study.newest.filter(({ truths }) => truths.some((id) => allowed.has(id)));
  const of = (name: string, base: PhenotypeModel, settings: FewShotSettings) =>
    fewShotRanker(knowledge.ontology, base, { shots, settings, name });
  const label = k === Number.POSITIVE_INFINITY ? 'all shots' : k === 1 ? '1 shot' : `${k} shots`;
  const ranked = (ranker: CaseRanker, set: string) =>
    ranksOf(cases, ranker, { condition: `${set}, ${label}`, draw, groupOf: () => 'with shots' });
  const beta = of(fewShotModels.baseline, baseline, betaBaseline);
  // one after the other, as both are tuned to the same shots
  const open = [beta, of(fewShotModels.ours, model, fewShotSettings.open)];
  const closed = [beta, of(fewShotModels.ours, model, fewShotSettings.closed)];
  // the control costs a training: one draw is enough to be paired with
  if (draw === 0 && shots.length > 0) closed.push(await scratchRanker(request, shots));
  return [
    ...closed.flatMap((ranker) => ranked(closedSet(ranker, allowed), 'closed set')),
    ...open.flatMap((ranker) => ranked(ranker, 'open set')),
  ];
}

async function scratchRanker(
  { experiment, knowledge, runtime }: FewShotRequest,
  shots: readonly PublishedShot[],
): Promise<CaseRanker> {
  const random = createRandom(experiment.seed).fork('scratch');
  const model = await trainScratchModel(knowledge.ontology, {
    ...{ runtime, random, shots },
    tower: { steps: Math.min(400, experiment.towers.steps) },
  });
  const settings = { ...fewShotSettings.closed, described: 0 };
  return fewShotRanker(knowledge.ontology, model, { shots, settings, name: fewShotModels.scratch });
}

/** Ranks of the truth; a diagnosis that is no candidate is never reached. */
function ranksOf(
  cases: readonly PhenotypeCase[],
  ranker: CaseRanker,
  about: {
    readonly condition: string;
    readonly draw: number;
    readonly groupOf: (one: PhenotypeCase) => string;
  },
): Counted[] {
  const { candidates, name: model } = ranker;
  const placeOf = new Map(candidates.map((id, at) => [id, at]));
  const scores = new Float32Array(candidates.length);
  const { condition, draw, groupOf } = about;
  return cases.map((of) => {
    ranker.score(of, scores);
    const ranks = of.truths.flatMap((id) => {
      const place = placeOf.get(id);
      return place === undefined ? [] : [midRank(scores, place)];
    });
    const value = Math.min(Number.POSITIVE_INFINITY, ...ranks);
    const [disease = ''] = of.truths;
    return { of, model, condition, group: groupOf(of), disease, draw, value, candidates: candidates.length };
  });
}

/** Shots for a random half of the diseases: what these gain must not be taken from the others. */
function halfShots(request: FewShotRequest, { baseline, pool }: Shown): Counted[] {
  const { experiment, study, knowledge, model } = request;
  const random = createRandom(experiment.seed).fork('half');
  const diseases = [...new Set(pool.map(({ disease }) => disease))].sort();
  const shown = new Set(diseases.filter((id) => random.fork(id).uniform() < 0.5));
  const described = new Set(model.candidates);
  const shots = pool.filter(({ disease }) => shown.has(disease));
  const cases = study.newest.filter(({ truths }) => truths.some((id) => shown.has(id) || described.has(id)));
  const groupOf = ({ truths }: PhenotypeCase) =>
    truths.some((id) => shown.has(id)) ? 'with shots' : 'without shots';
  const condition = 'open set, all shots of half the diseases';
  return (
    [
      [fewShotModels.baseline, baseline, betaBaseline],
      [fewShotModels.ours, model, fewShotSettings.open],
    ] as const
  ).flatMap(([name, base, settings]) =>
    ranksOf(cases, fewShotRanker(knowledge.ontology, base, { shots, settings, name }), {
      ...{ condition, draw: 0, groupOf },
    }),
  );
}
