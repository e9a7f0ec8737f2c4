import { type Random, shuffled } from '@raredx/stats';
import { TrainingError } from '../training-error.ts';

export interface TuningSplit {
  readonly training: Uint32Array;
  readonly tuning: Uint32Array;
}

export interface TuningSplitOptions {
  /** Of the patients of each class. */
  readonly share: number;
  readonly random: Random;
  /** A class of one patient stops the split, or is learned from and never tuned on. @default 'refuse' */
  readonly lone?: 'refuse' | 'train';
}

/**
 * Sets a share of the training patients aside for early stopping. All rows of a patient go to one side, and each class
 * gives its share of patients (a patient counts for the highest class among its rows).
 *
 * @param patients one id a row
 * @param classes one class a row
 * @throws TrainingError where a class has fewer than two patients, unless `lone` says what becomes of them: one side
 * would never see it
 * @example
 * tuningSplit(['a', 'a', 'b', 'c', 'd'], Uint8Array.of(0, 1, 1, 0, 0), { share: 0.5, random: createRandom(1) }).tuning.length > 0 // => true
 */
export function tuningSplit(
  patients: readonly string[],
  classes: ArrayLike<number>,
  { share, random, lone = 'refuse' }: TuningSplitOptions,
): TuningSplit {
  const highest = new Map<string, number>();
  patients.forEach((patient, row) => {
    highest.set(patient, Math.max(highest.get(patient) ?? 0, classes[row]));
  });
  const byClass = new Map<number, string[]>();
  for (const [patient, own] of highest) byClass.set(own, [...(byClass.get(own) ?? []), patient]);
  const chosen = new Set<string>();
  for (const [own, members] of [...byClass].sort(([a], [b]) => a - b)) {
    if (members.length < 2 && lone === 'train') continue;
    if (members.length < 2)
      throw new TrainingError(
        'tuning split',
        `class ${own} has ${members.length} patient; 2 are needed to set one aside`,
        'train without early stopping, or with a fixed number of epochs',
      );
    const count = Math.min(members.length - 1, Math.max(1, Math.round(members.length * share)));
    for (const at of shuffled(members.length, random.fork('tuning').fork(own)).subarray(0, count))
      chosen.add(members[at]);
  }
  const rows = Uint32Array.from(patients, (_, row) => row);
  return {
    training: rows.filter((row) => !chosen.has(patients[row])),
    tuning: rows.filter((row) => chosen.has(patients[row])),
  };
}
