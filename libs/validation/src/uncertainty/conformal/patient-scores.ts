import { ContractError } from '@raredx/tables';

export interface PatientScores {
  /** Highest score of each patient that has any. */
  readonly scores: Float64Array;
  /** The patient's number of each score. */
  readonly patients: Uint32Array;
}

/**
 * One score a patient: the highest of the samples that count. Samples of a patient are alike, so as separate rows they
 * would claim more calibration data than there are and break exchangeability. Of a patient's highest score it is true
 * that patients are exchangeable, and a new patient whose highest is under the quantile has every sample covered: the
 * guarantee is for all samples of a patient at once.
 *
 * @param counts rows to take, e.g. those of one class; default all
 * @example patientScores(Float64Array.of(0.1, 0.4, 0.2), Uint32Array.of(7, 7, 9)) // => { scores: Float64Array.of(0.4, 0.2), patients: Uint32Array.of(7, 9) }
 */
export function patientScores(
  scores: Float64Array,
  patient: Uint32Array,
  counts: (row: number) => boolean = () => true,
): PatientScores {
  if (scores.length !== patient.length) {
    throw new ContractError('patient scores', `patient has ${patient.length} rows, scores ${scores.length}`);
  }
  const highest = new Map<number, number>();
  for (let row = 0; row < scores.length; row++) {
    if (!counts(row)) continue;
    const before = highest.get(patient[row]);
    if (before === undefined || scores[row] > before) highest.set(patient[row], scores[row]);
  }
  return { scores: Float64Array.from(highest.values()), patients: Uint32Array.from(highest.keys()) };
}
