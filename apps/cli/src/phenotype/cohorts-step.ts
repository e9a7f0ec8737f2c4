import type { Knowledge } from '@raredx/ontology';
import { createRandom } from '@raredx/stats';
import type { Rankings } from '@raredx/tables';
import {
  type CaseRanker,
  type ConformalDifferential,
  conformalDifferential,
  type DifferentialCalibration,
  fitCalibration,
} from '@raredx/training';
import { studyAttributes } from './case-attributes.ts';
import { cohortRankings } from './cohort-rankings.ts';
import { calibrationCases, foldCalibrations } from './fold-calibrations.ts';
import type { OpenedStudy } from './open-study.ts';
import { stressedCase, stresses } from './stressed-cases.ts';

export type CohortsRequest = Pick<OpenedStudy, 'experiment' | 'study'> & { readonly knowledge: Knowledge };

export interface JudgedRanker {
  readonly ranker: CaseRanker;
  /** The rankings' depth: conformal sets are counted among them. */
  readonly depth: { readonly internal: number; readonly external: number };
}

export interface RankedCohorts {
  readonly tables: readonly Rankings[];
  readonly calibration: DifferentialCalibration;
  readonly sets: readonly ConformalDifferential[];
}

const coverages = [0.5, 0.7, 0.8];

/** Development cases by folds, then external ones once, with what the development cases say about probabilities. */
export function rankCohorts({ ranker, depth }: JudgedRanker, request: CohortsRequest): RankedCohorts {
  const { experiment, knowledge, study } = request;
  const attributes = studyAttributes(study, knowledge.ontology);
  const common = { knowledge, ranker, model: ranker.name, attributes };
  const folds = foldCalibrations(study.development, { ranker, seed: experiment.seed });
  const internal = folds
    .filter(({ cases }) => cases.length > 0)
    .map(({ cases, calibration }) =>
      cohortRankings(cases, { ...common, calibration, partition: 'internal', depth: depth.internal }),
    );
  const calibration = fitCalibration(ranker, calibrationCases(study.development, ranker));
  const truthP = Float64Array.from(
    internal.flatMap((table) => Array.from(table.p).filter((_, row) => table.isTrue[row] === 1)),
  );
  const external = { ...common, calibration, partition: 'external' as const, depth: depth.external };
  return {
    tables: [...internal, cohortRankings(study.external, external)],
    calibration,
    sets: coverages.map((coverage) => conformalDifferential(truthP, coverage)),
  };
}

/** What an external ranking under stress is called. */
export const stressedName = (model: string, stress: string): string => `${model} (findings ${stress})`;

/** External cases as a hurried or mistaken observer would have described them. */
export function stressRankings(
  ranker: CaseRanker,
  calibration: DifferentialCalibration,
  { experiment, knowledge, study }: CohortsRequest,
): Rankings[] {
  const strangers = Int32Array.from(study.development.flatMap(({ observed }) => [...observed]));
  const random = createRandom(experiment.seed).fork('stress');
  return stresses.map((stress) => {
    const cases = study.external.map((one) =>
      stressedCase(knowledge.ontology, one, { stress, random: random.fork(stress).fork(one.id), strangers }),
    );
    return cohortRankings(cases, {
      ...{ knowledge, ranker, calibration, model: stressedName(ranker.name, stress) },
      ...{ partition: 'external' as const, depth: 1, attributes: studyAttributes(study, knowledge.ontology) },
    });
  });
}
