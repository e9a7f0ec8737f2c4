import { leaderFeatures } from './differential-calibration.ts';

/**
 * "I do not know this disease", 0 to 1: larger where the leader is unlikely and hardly leads. Ranks cases by how little
 * the candidates explain them; it is not the probability of a new disease, whose share nobody knows.
 *
 * @param p calibrated probabilities of all candidates
 */
export function unknownDiseaseScore(p: Float64Array, terms: number): number {
  const [logit, lead] = leaderFeatures(p, terms);
  return 1 / (1 + Math.exp(logit + 0.25 * lead));
}
