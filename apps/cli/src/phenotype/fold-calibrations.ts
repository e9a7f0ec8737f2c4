import type { PhenotypeCase } from '@raredx/cohort';
import { createRandom } from '@raredx/stats';
import {
  type CalibrationCase,
  type CaseRanker,
  type DifferentialCalibration,
  fitCalibration,
} from '@raredx/training';

/** Cases of a fold of publications, with the calibration that the other folds ask for. */
export interface CalibratedFold {
  readonly cases: readonly PhenotypeCase[];
  readonly calibration: DifferentialCalibration;
}

/** What calibration needs of cases; those whose truth is no candidate say nothing about it. */
export function calibrationCases(cases: readonly PhenotypeCase[], ranker: CaseRanker): CalibrationCase[] {
  const placeOf = new Map(ranker.candidates.map((id, at) => [id, at]));
  return cases.flatMap((one) => {
    const truth = one.truths.map((id) => placeOf.get(id)).find((place) => place !== undefined);
    return truth === undefined ? [] : [{ ...one, truth, publication: one.site }];
  });
}

/** Folds by publication, each with probabilities that have not seen it. */
export function foldCalibrations(
  cases: readonly PhenotypeCase[],
  {
    ranker,
    seed,
    folds = 3,
  }: { readonly ranker: CaseRanker; readonly seed: number; readonly folds?: number },
): CalibratedFold[] {
  const random = createRandom(seed).fork('calibration');
  const foldOf = (one: PhenotypeCase) => random.fork(one.site).integer(folds);
  return Array.from({ length: folds }, (_, fold) => ({
    cases: cases.filter((one) => foldOf(one) === fold),
    calibration: fitCalibration(
      ranker,
      calibrationCases(
        cases.filter((one) => foldOf(one) !== fold),
        ranker,
      ),
    ),
  }));
}
