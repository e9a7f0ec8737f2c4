import { wilson } from '@raredx/metrics';
import { type Estimate, studentQuantile } from '@raredx/stats';

/** Sets beside what was observed. */
export interface JudgedSets {
  readonly classes: number;
  /** Rows × classes of 0 and 1. */
  readonly sets: Uint8Array;
  /** Observed class of each row. */
  readonly y: Uint8Array;
  /** The patient of each row, by number. */
  readonly patient: Uint32Array;
  /** Repeat (or fold model) that predicted the row; a patient's repeats are averaged. */
  readonly pass: ArrayLike<number>;
}

export interface SetFigure {
  readonly estimate: Estimate;
  readonly limits: { readonly lower: number; readonly upper: number } | { readonly undefinedBecause: string };
  readonly method: string;
}

export interface SetSummary {
  readonly patients: number;
  /** Share of patients all of whose samples have the observed label in their set. */
  readonly coverage: SetFigure;
  /** Labels a set; with one label a set says something, with all of them nothing. */
  readonly size: SetFigure;
  readonly singletonRate: SetFigure;
  readonly emptyRate: SetFigure;
}

interface Passed {
  rows: number;
  covered: number;
  size: number;
  single: number;
  empty: number;
}

/** By patient, then by pass. */
function tallied({ classes, sets, y, patient, pass }: JudgedSets, counts: (row: number) => boolean) {
  const patients = new Map<number, Map<number, Passed>>();
  for (let row = 0; row < y.length; row++) {
    if (!counts(row)) continue;
    const passes = patients.get(patient[row]) ?? new Map<number, Passed>();
    patients.set(patient[row], passes);
    const one = passes.get(pass[row]) ?? { rows: 0, covered: 0, size: 0, single: 0, empty: 0 };
    passes.set(pass[row], one);
    let size = 0;
    for (let k = 0; k < classes; k++) size += sets[row * classes + k];
    one.rows++;
    one.covered += sets[row * classes + y[row]];
    one.size += size;
    one.single += size === 1 ? 1 : 0;
    one.empty += size === 0 ? 1 : 0;
  }
  return [...patients.values()].map((passes) => [...passes.values()]);
}

/**
 * Coverage and size of prediction sets with the patient as the unit: every patient counts once, whatever the number of
 * samples. Shares have Wilson limits over patients (conservative where a patient's share is between 0 and 1), the mean
 * size Student's over patients.
 *
 * @param counts rows to take, e.g. those of one class; default all
 * @example summariseSets({ classes: 2, sets: Uint8Array.of(1, 0, 1, 1), y: Uint8Array.of(1, 0), patient: Uint32Array.of(0, 1), pass: [0, 0] }, 0.95).coverage.estimate // => { value: 0.5 }
 */
export function summariseSets(
  judged: JudgedSets,
  confidence: number,
  counts: (row: number) => boolean = () => true,
): SetSummary {
  const patients = tallied(judged, counts);
  const perPatient = (of: (one: Passed) => number) =>
    Float64Array.from(patients, (passes) => passes.reduce((sum, one) => sum + of(one), 0) / passes.length);
  return {
    patients: patients.length,
    coverage: share(
      perPatient(({ covered, rows }) => (covered === rows ? 1 : 0)),
      confidence,
    ),
    size: meanSize(
      perPatient(({ size, rows }) => size / rows),
      judged.classes,
      confidence,
    ),
    singletonRate: share(
      perPatient(({ single, rows }) => single / rows),
      confidence,
    ),
    emptyRate: share(
      perPatient(({ empty, rows }) => empty / rows),
      confidence,
    ),
  };
}

const none = { undefinedBecause: 'no rows' } as const;

function share(values: Float64Array, confidence: number): SetFigure {
  const method = 'Wilson over patients';
  const n = values.length;
  if (n === 0) return { estimate: none, limits: none, method };
  const total = Math.min(
    values.reduce((sum, value) => sum + value, 0),
    n,
  );
  return { estimate: { value: total / n }, limits: wilson(total, n, confidence), method };
}

function meanSize(values: Float64Array, classes: number, confidence: number): SetFigure {
  const method = 'Student over patients';
  const n = values.length;
  if (n === 0) return { estimate: none, limits: none, method };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const estimate = { value: mean };
  if (n < 2) return { estimate, limits: { undefinedBecause: 'one patient' }, method };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (squares === 0) {
    return { estimate, limits: { undefinedBecause: 'every patient has the same set size' }, method };
  }
  const margin = studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return {
    estimate,
    limits: { lower: Math.max(0, mean - margin), upper: Math.min(classes, mean + margin) },
    method,
  };
}
