import type { PhenotypeCase } from '@raredx/cohort';
import type { Trials } from '@raredx/tables';
import {
  type CaseRanker,
  calibratedProbabilities,
  type DifferentialCalibration,
  unknownDiseaseScore,
} from '@raredx/training';
import type { PhenotypeStudy } from './phenotype-study.ts';
import { type Trial, trialTable } from './trial-table.ts';

/** How little the candidates explain external cases of described and of undescribed diseases. */
export function unknownTrials(
  ranker: CaseRanker,
  calibration: DifferentialCalibration,
  study: PhenotypeStudy,
): Trials {
  const scores = new Float32Array(ranker.candidates.length);
  const p = new Float64Array(scores.length);
  const trial = (of: PhenotypeCase, group: string): Trial => {
    ranker.score(of, scores);
    calibratedProbabilities(scores, { calibration, terms: of.observed.length }, p);
    const value = unknownDiseaseScore(p, of.observed.length);
    const [disease = ''] = of.truths;
    return { of, model: ranker.name, condition: 'open set', group, disease, draw: 0, value };
  };
  const trials = [
    ...study.external.map((one) => trial(one, 'described')),
    ...study.novel.map((one) => trial(one, 'undescribed')),
  ];
  return trialTable(trials, {
    ...{ measure: 'unknown_score', partition: 'external' },
    candidateCount: () => ranker.candidates.length,
  });
}
