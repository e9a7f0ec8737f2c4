import { clustersOf, expit, type Interval, logit, normalQuantile } from '@raredx/stats';
import { ContractError } from '@raredx/tables';

export interface ShiftedPrevalence {
  readonly prevalence: number;
  readonly interval: Interval | { undefinedBecause: string };
}

/**
 * Prevalence in a target from the risks of a binary model alone: what Saerens' EM converges to, found by bisection of the
 * likelihood's score, with a patient-clustered sandwich interval on the logit scale. The source prevalence is taken as
 * known, and the risks as right there.
 *
 * @param patient of each row, so that samples of a patient count as one
 * @example shiftedPrevalence(Float64Array.of(0.9, 0.9, 0.1), { from: 0.5, patient: [0, 1, 2], confidence: 0.95 }).prevalence // => 0.7083333
 * @see Saerens M, Latinne P, Decaestecker C (2002) Neural Comput 14:21–41
 */
export function shiftedPrevalence(
  p: Float64Array,
  {
    from,
    patient,
    confidence,
  }: { readonly from: number; readonly patient: ArrayLike<number>; readonly confidence: number },
): ShiftedPrevalence | { undefinedBecause: string } {
  const bad = p.findIndex((risk) => !(risk >= 0 && risk <= 1));
  if (bad >= 0) throw new ContractError('shifted prevalence', `p outside [0, 1] (first: row ${bad})`);
  if (!(from >= 0 && from <= 1)) throw new ContractError('shifted prevalence', `not a prevalence (${from})`);
  if (p.length === 0) return { undefinedBecause: 'no rows' };
  if (from === 0 || from === 1) return { undefinedBecause: 'one class only where the model was fitted' };
  const event = p.map((risk) => risk / from);
  const other = p.map((risk) => (1 - risk) / (1 - from));
  const scoreOf = (share: number, row: number) =>
    (event[row] - other[row]) / (share * event[row] + (1 - share) * other[row]);
  const score = (share: number) => p.reduce((sum, _, row) => sum + scoreOf(share, row), 0);
  if (p.every((risk) => risk === from)) return { undefinedBecause: 'every p is the source prevalence' };
  const edge = 1e-12;
  if (score(edge) <= 0) return { prevalence: 0, interval: { undefinedBecause: 'the estimate is exactly 0' } };
  if (score(1 - edge) >= 0) {
    return { prevalence: 1, interval: { undefinedBecause: 'the estimate is exactly 1' } };
  }
  let [low, high] = [edge, 1 - edge];
  for (let step = 0; step < 100 && high - low > 1e-16; step++) {
    const middle = (low + high) / 2;
    if (score(middle) > 0) low = middle;
    else high = middle;
  }
  const prevalence = (low + high) / 2;
  const scores = p.map((_, row) => scoreOf(prevalence, row));
  return { prevalence, interval: sandwich(prevalence, scores, { patient, confidence }) };
}

function sandwich(
  prevalence: number,
  scores: Float64Array,
  { patient, confidence }: { readonly patient: ArrayLike<number>; readonly confidence: number },
): Interval | { undefinedBecause: string } {
  const clusters = clustersOf(patient);
  if (clusters.count < 2) return { undefinedBecause: 'one patient' };
  const byPatient = new Float64Array(clusters.count);
  scores.forEach((u, row) => {
    byPatient[clusters.of[row]] += u;
  });
  const meat = byPatient.reduce((sum, u) => sum + u * u, 0) * (clusters.count / (clusters.count - 1));
  // The derivative of (a − b) / (πa + (1 − π)b) is minus its square.
  const bread = scores.reduce((sum, u) => sum + u * u, 0);
  const error = Math.sqrt(meat) / bread / (prevalence * (1 - prevalence));
  const margin = normalQuantile((1 + confidence) / 2) * error;
  return {
    lower: expit(logit(prevalence) - margin),
    upper: expit(logit(prevalence) + margin),
    confidence,
    method: 'sandwich over patients, logit scale',
  };
}
