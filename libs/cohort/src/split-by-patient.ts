import { ConfigError } from '@raredx/experiment';
import { type Random, shuffled } from '@raredx/stats';
import { fingerprint } from '@raredx/tables';

/** Repeated K-fold cross-validation over patients: every patient is in one fold of each repeat. */
export interface Split {
  readonly repeats: number;
  readonly folds: number;
  /** Sorted, each once. */
  readonly patients: readonly string[];
  /** `assignment[repeat][i]` is the fold of `patients[i]`. */
  readonly assignment: readonly Int32Array[];
  /** SHA-256 of all of the above: equal fingerprints prove equal resamples. */
  readonly fingerprint: string;
}

/** What a split is made from; all arrays are one entry a row. */
export interface SplitRequest {
  readonly patientId: readonly string[];
  /** Class of each row, 0-based; a patient with several rows counts as their highest (event if ever an event). */
  readonly outcome: ArrayLike<number>;
  /** Names of the classes, for errors; default their numbers. */
  readonly classes?: readonly string[];
  readonly repeats: number;
  readonly folds: number;
  readonly random: Random;
}

/**
 * Deals patients into folds at random within each outcome class, so that folds differ by at most one patient in size
 * and by at most one in each class. The order of the rows does not matter: same patients, same seed, same split.
 *
 * @throws ConfigError when there are fewer patients, or fewer of one class, than folds
 */
export function splitByPatient(request: SplitRequest): Split {
  const { folds, repeats, random } = request;
  const classOf = new Map<string, number>();
  request.patientId.forEach((patient, row) => {
    classOf.set(patient, Math.max(classOf.get(patient) ?? 0, request.outcome[row] as number));
  });
  const patients = [...classOf.keys()].sort();
  const strata = stratified(patients, classOf);
  requireEnough(patients.length, strata, request);
  const assignment = Array.from({ length: repeats }, (_, repeat) => {
    const stream = random.fork('split').fork(repeat);
    const dealt = new Int32Array(patients.length);
    let seat = 0;
    for (const [stratum, members] of strata) {
      for (const index of shuffled(members.length, stream.fork(stratum))) {
        dealt[members[index] as number] = seat++ % folds;
      }
    }
    return dealt;
  });
  return splitOf(patients, assignment, folds);
}

/** A split from its parts, for instance read back from a run directory. */
export function splitOf(
  patients: readonly string[],
  assignment: readonly Int32Array[],
  folds: number,
): Split {
  const repeats = assignment.length;
  const content = { folds, patients, assignment: assignment.map((dealt) => Array.from(dealt)) };
  return Object.freeze({ repeats, folds, patients, assignment, fingerprint: fingerprint(content) });
}

/** Indices of the patients of each class, classes ascending. */
function stratified(
  patients: readonly string[],
  classOf: ReadonlyMap<string, number>,
): [stratum: number, members: number[]][] {
  const strata = new Map<number, number[]>();
  patients.forEach((patient, index) => {
    const stratum = classOf.get(patient) as number;
    const members = strata.get(stratum);
    if (members) members.push(index);
    else strata.set(stratum, [index]);
  });
  return [...strata].sort(([a], [b]) => a - b);
}

function requireEnough(
  patients: number,
  strata: readonly [number, readonly number[]][],
  { folds, repeats, classes }: SplitRequest,
): void {
  if (!Number.isInteger(folds) || folds < 2)
    throw new ConfigError('split', `folds must be 2 or more (${folds})`);
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new ConfigError('split', `repeats must be 1 or more (${repeats})`);
  }
  if (patients < folds) {
    throw new ConfigError('split', `${patients} patients are fewer than ${folds} folds`, 'use fewer folds');
  }
  for (const [stratum, members] of strata) {
    if (members.length >= folds) continue;
    const named = classes?.[stratum] ?? stratum;
    throw new ConfigError(
      'split',
      `class ${named} has ${members.length} patients, fewer than ${folds} folds`,
      `use at most ${members.length} folds, or merge classes`,
    );
  }
}
