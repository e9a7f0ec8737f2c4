import { recalibrationFit } from '@raredx/metrics';
import { expit, logit } from '@raredx/stats';
import type { Population, Repeat } from '../population/population.ts';

/** Coefficients of a recalibration fit, mean over repeats, and what each patient adds to them. */
export interface RecalibrationInfluence {
  /** offset: [calibration in the large]. line: [intercept, slope]. */
  readonly coefficients: readonly number[];
  /** For each coefficient, by place in the roster. */
  readonly ofPatients: readonly Float64Array[];
  readonly patients: number;
}

/** Inverse information × score of each row, summed within patients. */
function addScores(
  repeat: Repeat,
  fit: { coefficients: Float64Array; covariance: Float64Array },
  { share, into }: { readonly share: number; readonly into: readonly Float64Array[] },
): void {
  const k = fit.coefficients.length;
  for (let i = 0; i < repeat.y.length; i++) {
    const x = logit(repeat.p[i]);
    const linear = k === 1 ? fit.coefficients[0] + x : fit.coefficients[0] + fit.coefficients[1] * x;
    const residual = (repeat.y[i] - expit(linear)) * share;
    for (let a = 0; a < k; a++) {
      const direction = fit.covariance[a * k] + (k === 1 ? 0 : fit.covariance[a * k + 1] * x);
      into[a][repeat.patient[i]] += direction * residual;
    }
  }
}

/**
 * The patient-clustered sandwich of a recalibration fit (offset or line), for repeats and several samples a patient.
 *
 * @see Liang KY, Zeger SL (1986) Biometrika 73:13–22
 */
export function recalibrationInfluence(
  population: Population,
  which: 'offset' | 'line',
): RecalibrationInfluence | { undefinedBecause: string } {
  const size = which === 'offset' ? 1 : 2;
  const coefficients = new Array<number>(size).fill(0);
  const ofPatients = coefficients.map(() => new Float64Array(population.roster.size));
  const share = 1 / population.repeats.length;
  for (const repeat of population.repeats) {
    const fit = recalibrationFit(repeat, which);
    if ('undefinedBecause' in fit) return fit;
    for (let a = 0; a < size; a++) coefficients[a] += fit.coefficients[a] * share;
    addScores(repeat, fit, { share, into: ofPatients });
  }
  return { coefficients, ofPatients, patients: population.patients };
}

/** Variance of a sum of independent patients' influences; undefined for fewer than two. */
export function patientVariance(influence: Float64Array, patients: number): number | undefined {
  if (patients < 2) return undefined;
  let squares = 0;
  for (const x of influence) squares += x * x;
  return (patients / (patients - 1)) * squares;
}
