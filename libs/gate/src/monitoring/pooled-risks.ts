import { weightedQuantile } from '@raredx/stats';
import { type PatientSample, patientWeights } from './patient-sample.ts';

/** Reference and new samples in one order of their values, patients of the reference first. */
export interface PooledRisks {
  /** Ascending. */
  readonly values: Float64Array;
  /** Patient of each value: the reference's 0 .. m − 1, the new ones m .. m + n − 1. */
  readonly patient: Uint32Array;
  readonly weight: Float64Array;
  /** Tenth of all samples that each value is in. */
  readonly bin: Uint8Array;
  readonly bins: number;
  readonly reference: number;
  readonly fresh: number;
}

/**
 * @example pooledRisks({ values: Float64Array.of(0.3), patient: Uint32Array.of(0), patients: 1 }, { values: Float64Array.of(0.1), patient: Uint32Array.of(0), patients: 1 }).values // => Float64Array.of(0.1, 0.3)
 */
export function pooledRisks(reference: PatientSample, fresh: PatientSample): PooledRisks {
  const values = [...reference.values, ...fresh.values];
  const patient = [...reference.patient, ...Array.from(fresh.patient, (one) => one + reference.patients)];
  const weight = [...patientWeights(reference), ...patientWeights(fresh)];
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
  const sorted = Float64Array.from(order, (row) => values[row]!);
  const weights = Float64Array.from(order, (row) => weight[row]!);
  // Tenths of all, not of the reference: permuting the patients must not change them.
  const tenths = Array.from({ length: 9 }, (_, k) => weightedQuantile(sorted, weights, (k + 1) / 10));
  const edges = [...new Set(tenths)];
  return {
    values: sorted,
    patient: Uint32Array.from(order, (row) => patient[row]!),
    weight: weights,
    bin: Uint8Array.from(order, (row) => edges.filter((edge) => values[row]! > edge).length),
    bins: edges.length + 1,
    reference: reference.patients,
    fresh: fresh.patients,
  };
}

/**
 * The two distances of a signed measure that gives each patient the coefficient c: the largest absolute value of its
 * distribution function (Kolmogorov–Smirnov) and the area under that absolute value (Wasserstein-1). With c = 1/n for new
 * patients and −1/m for the reference they are the distances of the two samples.
 */
export function signedDistances(
  { values, patient, weight }: PooledRisks,
  c: Float64Array,
): { readonly ks: number; readonly wasserstein: number } {
  let height = 0;
  let ks = 0;
  let wasserstein = 0;
  for (let i = 0; i < values.length; i++) {
    height += weight[i]! * c[patient[i]!]!;
    const next = values[i + 1];
    if (next === undefined || next === values[i]) continue;
    const distance = Math.abs(height);
    if (distance > ks) ks = distance;
    wasserstein += distance * (next - values[i]!);
  }
  return { ks, wasserstein };
}
