import { readFileSync } from 'node:fs';
import { createRandom } from '@raredx/stats';
import type { ClassTask } from '../src/features.ts';

export interface ReferenceSet {
  readonly rows: number;
  readonly width: number;
  readonly classes: readonly number[];
  readonly values: readonly number[];
  readonly weights: readonly number[];
  readonly softmax: readonly {
    readonly c: number;
    readonly standardise: boolean;
    readonly weighted: boolean;
    readonly coefficients: readonly number[];
    readonly intercept: readonly number[];
  }[];
  readonly lda: readonly { readonly shrinkage: number; readonly probabilities: readonly number[] }[];
  readonly ridge: readonly { readonly alpha: number; readonly scores: readonly number[] }[];
}

/** Written by fixtures/heads.py. */
export const referenceSets: Readonly<Record<'wide' | 'wide_binary' | 'tall' | 'tall_binary', ReferenceSet>> =
  JSON.parse(readFileSync(new URL('../fixtures/heads.json', import.meta.url), 'utf8')).sets;

/** A data set that scikit-learn's answers are known for; every row a patient. */
export function referenceTask(set: ReferenceSet): ClassTask {
  const classes = Int32Array.from(set.classes);
  return {
    features: { rows: set.rows, width: set.width, values: Float32Array.from(set.values) },
    classes,
    classNames: Array.from({ length: Math.max(...classes) + 1 }, (_, k) => `class ${k}`),
    groups: Int32Array.from(classes.keys()),
  };
}

/** Rows about class centres, `perPatient` rows a patient, so many patients of each class. */
export function drawnTask(
  patients: readonly number[],
  { width = 30, perPatient = 1, distance = 1, seed = 1 } = {},
): ClassTask {
  const random = createRandom(seed);
  const centres = patients.map(() => Float64Array.from({ length: width }, () => distance * random.normal()));
  const labels = patients.flatMap((count, k) => Array.from({ length: count * perPatient }, () => k));
  const values = labels.flatMap((k) => Array.from(centres[k]!, (centre) => centre + random.normal()));
  return {
    features: { rows: labels.length, width, values: Float32Array.from(values) },
    classes: Int32Array.from(labels),
    classNames: patients.map((_, k) => `class ${k}`),
    groups: Int32Array.from(labels.keys(), (row) => Math.floor(row / perPatient)),
  };
}

export const largestDifference = (values: ArrayLike<number>, others: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value, i) => Math.max(most, Math.abs(value - others[i]!)), 0);
