import type { Split } from './split-by-patient.ts';

/** Row indices of one fold. Rows of patients outside the split (an external site) are in neither. */
export interface FoldRows {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * The rows that a fold trains on and is judged on.
 *
 * @example
 * const split = { folds: 2, repeats: 1, patients: ['a', 'b'], assignment: [Int32Array.of(0, 1)], fingerprint: '' };
 * foldRows(split, ['b', 'a', 'a', 'z'], { repeat: 0, fold: 0 })
 * // => { train: Uint32Array.of(0), test: Uint32Array.of(1, 2) }
 */
export function foldRows(
  split: Split,
  patientId: readonly string[],
  at: { readonly repeat: number; readonly fold: number },
): FoldRows {
  const dealt = split.assignment[at.repeat];
  if (!dealt || !(at.fold >= 0 && at.fold < split.folds)) {
    throw new RangeError(`split has no repeat ${at.repeat}, fold ${at.fold}`);
  }
  const foldOf = new Map(split.patients.map((patient, index) => [patient, dealt[index]]));
  const train: number[] = [];
  const test: number[] = [];
  patientId.forEach((patient, row) => {
    const fold = foldOf.get(patient);
    if (fold === undefined) return;
    (fold === at.fold ? test : train).push(row);
  });
  return { train: Uint32Array.from(train), test: Uint32Array.from(test) };
}
