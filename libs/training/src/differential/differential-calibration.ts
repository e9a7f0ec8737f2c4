import { candidateProbabilities } from './candidate-probabilities.ts';

/**
 * How scores become probabilities. First p[d] ∝ exp(score[d] / (temperature · nᵍʳᵒʷᵗʰ)) for n observed terms: findings of one
 * patient go together, so their sum knows less than it says. Then the leader's own probability by a logistic rule, the
 * others sharing what is left.
 */
export interface DifferentialCalibration {
  readonly temperature: number;
  readonly growth: number;
  /** Log odds that the leader is right: intercept, and per logit of its probability, log of its lead and log n. */
  readonly leader: readonly [intercept: number, logit: number, lead: number, terms: number];
}

/** Fitted once on development cases that phenotype.hpoa does not cite; docs/phenotype-variants.md says how. */
export const differentialCalibration: DifferentialCalibration = Object.freeze({
  temperature: 1,
  growth: 0,
  leader: Object.freeze([-0.364, 0.903, 0.237, 0.225] as const),
});

/** What scores of a case with `terms` observed terms are divided by. */
export const caseTemperature = (
  { temperature, growth }: Pick<DifferentialCalibration, 'temperature' | 'growth'>,
  terms: number,
): number => temperature * Math.max(1, terms) ** growth;

/** What the leader's rule looks at: logit of its probability, log of its lead over the second, log of the terms. */
export function leaderFeatures(p: Float64Array, terms: number): readonly [number, number, number] {
  let [first, second] = [0, 0];
  for (let at = 0; at < p.length; at += 1) {
    if (p[at] > first) [first, second] = [p[at], first];
    else if (p[at] > second) second = p[at];
  }
  const top = Math.min(1 - 1e-9, Math.max(1e-9, first));
  return [Math.log(top / (1 - top)), Math.log(top / Math.max(second, 1e-9)), Math.log(Math.max(1, terms))];
}

/**
 * Calibrated probabilities of all candidates of a case with `terms` observed terms. They sum to 1 at most, and keep the
 * order of the scores.
 *
 * @param into overwritten and returned
 */
export function calibratedProbabilities(
  scores: Float32Array,
  { calibration, terms }: { readonly calibration: DifferentialCalibration; readonly terms: number },
  into: Float64Array,
): Float64Array {
  candidateProbabilities(scores, caseTemperature(calibration, terms), into);
  const [intercept, ...slopes] = calibration.leader;
  const features = leaderFeatures(into, terms);
  const logOdds = features.reduce((total, value, at) => total + (slopes[at] as number) * value, intercept);
  const top = 1 / (1 + Math.exp(-logOdds));
  let largest = 0;
  for (let at = 0; at < into.length; at += 1) if (into[at] > largest) largest = into[at];
  const rest = largest < 1 ? (1 - top) / (1 - largest) : 0;
  for (let at = 0; at < into.length; at += 1)
    into[at] = into[at] === largest ? top : Math.min(top, into[at] * rest);
  return into;
}
