/** Values of samples with the patient of each: patients are drawn, permuted and weighted as wholes. */
export interface PatientSample {
  readonly values: Float64Array;
  /** Place of each sample's patient, 0 .. patients − 1; every patient has a sample. */
  readonly patient: Uint32Array;
  readonly patients: number;
}

/**
 * Weight of each sample such that each patient weighs 1.
 *
 * @throws RangeError where a sample's patient is out of range
 * @example patientWeights({ values: Float64Array.of(0.1, 0.2, 0.3), patient: Uint32Array.of(0, 1, 1), patients: 2 }) // => Float64Array.of(1, 0.5, 0.5)
 */
export function patientWeights({ values, patient, patients }: PatientSample): Float64Array {
  if (patient.length !== values.length)
    throw new RangeError(`patient sample: ${patient.length} patients, ${values.length} values`);
  const samples = new Uint32Array(patients);
  for (const one of patient) {
    if (one >= patients) throw new RangeError(`patient sample: patient ${one} of ${patients}`);
    samples[one]!++;
  }
  return Float64Array.from(patient, (one) => 1 / samples[one]!);
}
