import type { PhenotypeCase } from '@raredx/cohort';
import type { PhenotypeExperiment } from '@raredx/experiment';
import type { Knowledge } from '@raredx/ontology';
import { createRandom } from '@raredx/stats';
import type { Rankings } from '@raredx/tables';
import {
  type CaseRanker,
  type ConformalDifferential,
  calibratedProbabilities,
  conformalDifferential,
  type DifferentialCalibration,
  fitCalibration,
  unknownDiseaseScore,
} from '@raredx/training';
import type { OpenSetCase } from '@raredx/validation';
import { caseAttributes } from './case-attributes.ts';
import { cohortRankings } from './cohort-rankings.ts';
import { calibrationCases, foldCalibrations } from './fold-calibrations.ts';
import { organSystemOf } from './organ-system.ts';
import type { PhenotypeStudy } from './phenotype-study.ts';
import { stressedCase, stresses } from './stressed-cases.ts';

export interface CohortsRequest {
  readonly experiment: PhenotypeExperiment;
  readonly knowledge: Knowledge;
  readonly study: PhenotypeStudy;
}

export interface RankedCohorts {
  readonly tables: readonly Rankings[];
  readonly calibration: DifferentialCalibration;
  readonly sets: readonly ConformalDifferential[];
}

/** Candidates kept a case: conformal sets are counted among them. */
const depth = 100;
const coverages = [0.5, 0.7, 0.8];

/** Development cases by folds, then external ones once, with what the development cases say about probabilities. */
export function rankCohorts(ranker: CaseRanker, request: CohortsRequest): RankedCohorts {
  const { experiment, knowledge, study } = request;
  const attributes = attributesOf(request);
  const common = { knowledge, ranker, model: ranker.name, depth, attributes };
  const folds = foldCalibrations(study.development, { ranker, seed: experiment.seed });
  const internal = folds.map(({ cases, calibration }) =>
    cohortRankings(cases, { ...common, calibration, partition: 'internal' }),
  );
  const calibration = fitCalibration(ranker, calibrationCases(study.development, ranker));
  const truthP = Float64Array.from(
    internal.flatMap((table) => Array.from(table.p).filter((_, row) => table.isTrue[row] === 1)),
  );
  return {
    tables: [...internal, cohortRankings(study.external, { ...common, calibration, partition: 'external' })],
    calibration,
    sets: coverages.map((coverage) => conformalDifferential(truthP, coverage)),
  };
}

/** External cases as a hurried or mistaken observer would have described them. */
export function stressRankings(
  ranker: CaseRanker,
  calibration: DifferentialCalibration,
  request: CohortsRequest,
): Rankings[] {
  const { experiment, knowledge, study } = request;
  const strangers = Int32Array.from(study.development.flatMap(({ observed }) => [...observed]));
  const random = createRandom(experiment.seed).fork('stress');
  return stresses.map((stress) => {
    const cases = study.external.map((one) =>
      stressedCase(knowledge.ontology, one, { stress, random: random.fork(stress).fork(one.id), strangers }),
    );
    return cohortRankings(cases, {
      ...{ knowledge, ranker, calibration, model: `${ranker.name}, findings ${stress}` },
      ...{ partition: 'external' as const, depth: 1, attributes: attributesOf(request) },
    });
  });
}

/** How little the candidates explain cases of known and of unknown diseases. */
export function openSetCases(
  ranker: CaseRanker,
  calibration: DifferentialCalibration,
  { study }: CohortsRequest,
): OpenSetCase[] {
  const scores = new Float32Array(ranker.candidates.length);
  const p = new Float64Array(scores.length);
  const score = (one: PhenotypeCase, unknown: boolean): OpenSetCase => {
    ranker.score(one, scores);
    calibratedProbabilities(scores, { calibration, terms: one.observed.length }, p);
    const { patient, site } = one;
    return { patient, site, unknown, score: unknownDiseaseScore(p, one.observed.length) };
  };
  return [...study.external.map((one) => score(one, false)), ...study.novel.map((one) => score(one, true))];
}

function attributesOf({ knowledge, study }: CohortsRequest) {
  const organ = organSystemOf(knowledge.ontology);
  const band = (seen: number) => (seen === 0 ? '0' : seen < 5 ? '1-4' : seen < 20 ? '5-19' : '20+');
  return (one: PhenotypeCase): Readonly<Record<string, string>> => ({
    ...caseAttributes(one),
    organ: organ(one.observed),
    exposure: band(Math.max(...one.truths.map((id) => study.exposure.get(id) ?? 0))),
  });
}
