import type { PhenotypeCase } from '@raredx/cohort';
import type { PhenotypeExperiment } from '@raredx/experiment';
import type { Knowledge } from '@raredx/ontology';
import type { Runtime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import type { Rankings } from '@raredx/tables';
import {
  type CaseRanker,
  closedSet,
  describedModel,
  differentialCalibration,
  type FewShotSettings,
  fewShotRanker,
  fewShotSettings,
  type PhenotypeModel,
  type PublishedShot,
  spreadShots,
  trainScratchModel,
} from '@raredx/training';
import type { Step } from '../talk.ts';
import { cohortRankings } from './cohort-rankings.ts';
import { joinedRankings } from './joined-rankings.ts';
import { cappedCases, type PhenotypeStudy } from './phenotype-study.ts';

export interface FewShotRequest {
  readonly experiment: PhenotypeExperiment;
  readonly study: PhenotypeStudy;
  /** Without the rows that cite a held-out publication; the model was trained on it. */
  readonly knowledge: Knowledge;
  readonly model: PhenotypeModel;
  readonly runtime: Runtime;
  readonly step: Step;
}

/** Rankings of one comparison: the same cases by the same shots. */
export interface FewShotGroup {
  readonly name: string;
  readonly table: Rankings;
}

/** The beta-updated baseline: profiles as annotated, counted as half a patient, nothing else. */
const betaBaseline: FewShotSettings = {
  described: 0.5,
  direction: 1,
  likeness: 0,
  nearest: 1,
  publications: 0,
};

/** Closed and open sets for each number of shots and draw, and the half-shot test. */
export async function fewShotRankings(request: FewShotRequest): Promise<FewShotGroup[]> {
  const { experiment, study, step } = request;
  const pool = cappedCases(study.shots, experiment.cap).flatMap((one) =>
    one.truths.map((disease): PublishedShot => ({ disease, observed: one.observed, publication: one.site })),
  );
  const random = createRandom(experiment.seed).fork('shots');
  const baseline = describedModel(request.knowledge, request.model.candidates);
  const ks = [...experiment.few_shot.shots, Number.POSITIVE_INFINITY];
  const groups: FewShotGroup[] = [];
  for (const [at, k] of ks.entries()) {
    const draws = k === 0 || k === Number.POSITIVE_INFINITY ? 1 : experiment.few_shot.draws;
    const drawn = Array.from({ length: draws }, (_, draw) => spreadShots(pool, k, random.fork(k).fork(draw)));
    groups.push(...(await comparisons(request, { baseline, drawn, pool, k })));
    step.advance(at + 1, ks.length + 1, `${k} shots`);
  }
  return [...groups, halfShots(request, { baseline, pool })];
}

interface Drawn {
  readonly baseline: PhenotypeModel;
  readonly pool: readonly PublishedShot[];
  readonly drawn: readonly (readonly PublishedShot[])[];
  readonly k: number;
}

async function comparisons(
  request: FewShotRequest,
  { baseline, pool, drawn, k }: Drawn,
): Promise<FewShotGroup[]> {
  const { study, knowledge, model } = request;
  const allowed = new Set(pool.map(({ disease }) => disease));
  const cases = study.newest.filter(({ truths }) => truths.some((id) => allowed.has(id)));
  const [open, closed]: [Rankings[], Rankings[]] = [[], []];
  for (const [draw, shots] of drawn.entries()) {
    const of = (name: string, base: PhenotypeModel, settings: FewShotSettings) =>
      fewShotRanker(knowledge.ontology, base, { shots, settings, name });
    const rank = (ranker: CaseRanker, name: string) => ranked(request, { ranker, name, draw, cases });
    const beta = of('beta', baseline, betaBaseline);
    open.push(rank(beta, 'beta-updated mica-lr'), rank(of('open', model, fewShotSettings.open), 'transfer'));
    closed.push(
      rank(closedSet(beta, allowed), 'beta-updated mica-lr'),
      rank(closedSet(of('closed', model, fewShotSettings.closed), allowed), 'transfer'),
    );
    if (draw === 0 && shots.length > 0) {
      const scratch = await scratchRanker(request, shots);
      closed.push(rank(closedSet(scratch, allowed), 'from scratch'));
    }
  }
  const label = k === Number.POSITIVE_INFINITY ? 'all' : String(k);
  return [
    { name: `closed, ${label} shots`, table: joinedRankings(closed) },
    { name: `open, ${label} shots`, table: joinedRankings(open) },
  ];
}

async function scratchRanker(
  { experiment, knowledge, runtime }: FewShotRequest,
  shots: readonly PublishedShot[],
): Promise<CaseRanker> {
  const random = createRandom(experiment.seed).fork('scratch');
  const model = await trainScratchModel(knowledge.ontology, {
    runtime,
    random,
    shots,
    tower: { steps: 400 },
  });
  const settings = { ...fewShotSettings.closed, described: 0 };
  return fewShotRanker(knowledge.ontology, model, { shots, settings, name: 'scratch' });
}

function ranked(
  { knowledge }: FewShotRequest,
  {
    ranker,
    name,
    draw,
    cases,
    shown,
  }: {
    readonly ranker: CaseRanker;
    readonly name: string;
    readonly draw: number;
    readonly cases: readonly PhenotypeCase[];
    readonly shown?: ReadonlySet<string>;
  },
): Rankings {
  const known = new Set(ranker.candidates);
  const named = cases.map((one) => ({
    ...one,
    id: `${one.id}#${draw}`,
    truths:
      one.truths.filter((id) => known.has(id)).length > 0
        ? one.truths.filter((id) => known.has(id))
        : one.truths,
  }));
  return cohortRankings(named, {
    ...{ knowledge, ranker, model: name, partition: 'test' as const, depth: 1 },
    calibration: differentialCalibration,
    attributes: ({ truths }) => ({
      shots: shown ? (truths.some((id) => shown.has(id)) ? 'with' : 'without') : 'with',
    }),
  });
}

/** Shots for a random half of the diseases: what these gain must not be taken from the others. */
function halfShots(
  request: FewShotRequest,
  { baseline, pool }: Pick<Drawn, 'baseline' | 'pool'>,
): FewShotGroup {
  const { experiment, study, knowledge, model } = request;
  const random = createRandom(experiment.seed).fork('half');
  const diseases = [...new Set(pool.map(({ disease }) => disease))].sort();
  const shown = new Set(diseases.filter((id) => random.fork(id).uniform() < 0.5));
  const described = new Set(model.candidates);
  const shots = pool.filter(({ disease }) => shown.has(disease));
  const cases = study.newest.filter(({ truths }) => truths.some((id) => shown.has(id) || described.has(id)));
  const rank = (base: PhenotypeModel, settings: FewShotSettings, name: string) => {
    const ranker = fewShotRanker(knowledge.ontology, base, { shots, settings, name });
    return ranked(request, { ranker, name, draw: 0, cases, shown });
  };
  const tables = [
    rank(baseline, betaBaseline, 'beta-updated mica-lr'),
    rank(model, fewShotSettings.open, 'transfer'),
  ];
  return { name: 'open, all shots of half the diseases', table: joinedRankings(tables) };
}
