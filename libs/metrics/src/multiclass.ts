import { ContractError } from '@raredx/tables';
import type { Judged } from './judged.ts';

/** Outcomes of three or more classes and a risk for each. */
export interface JudgedClasses {
  /** Number of classes. */
  readonly classes: number;
  /** The observed class of each row, 0 to classes − 1. */
  readonly y: Uint8Array;
  /** n × classes, row-major; each in [0, 1], a row need not sum to 1. */
  readonly p: Float64Array;
  /** Weight k counts as k copies of the row. */
  readonly w?: Float64Array;
}

/** Throws on rows that no multiclass metric can take. */
export function checkClasses(where: string, { classes, y, p, w }: JudgedClasses): void {
  if (!(Number.isInteger(classes) && classes >= 2))
    throw new ContractError(where, `no number of classes (${classes})`);
  if (p.length !== y.length * classes) {
    throw new ContractError(where, `p has ${p.length} cells, y has ${y.length} rows of ${classes} classes`);
  }
  if (w && w.length !== y.length) throw new ContractError(where, `w has ${w.length} rows, y has ${y.length}`);
  for (let row = 0; row < y.length; row++) {
    if (y[row] >= classes) throw new ContractError(where, `no such class (first: row ${row}, y = ${y[row]})`);
    if (w && !(w[row] >= 0))
      throw new ContractError(where, `weight negative (first: row ${row}, w = ${w[row]})`);
  }
  const wrong = p.findIndex((risk) => !(risk >= 0 && risk <= 1));
  if (wrong >= 0) {
    const row = Math.floor(wrong / classes);
    throw new ContractError(where, `p outside [0, 1] (first: row ${row}, p = ${p[wrong]})`);
  }
}

/** The rows of the `among` classes judged by the risk of one class, which is the event. */
export function oneClassJudged(
  { classes, y, p, w }: JudgedClasses,
  event: number,
  among?: readonly number[],
): Judged {
  const rows: number[] = [];
  for (let row = 0; row < y.length; row++) if (!among || among.includes(y[row])) rows.push(row);
  return {
    y: Uint8Array.from(rows, (row) => Number(y[row] === event)),
    p: Float64Array.from(rows, (row) => p[row * classes + event]),
    ...(w ? { w: Float64Array.from(rows, (row) => w[row]) } : {}),
  };
}

/** Weight of each class. */
export function weightByClass({ classes, y, w }: JudgedClasses): Float64Array {
  const weight = new Float64Array(classes);
  for (let row = 0; row < y.length; row++) weight[y[row]] += w ? w[row] : 1;
  return weight;
}

/** The reason when a class has no row, as no measure over all classes exists then. */
export function lackingOfClasses(weight: Float64Array): { undefinedBecause: string } | undefined {
  const empty = Array.from(weight.keys()).filter((k) => weight[k] === 0);
  if (empty.length === weight.length) return { undefinedBecause: 'no rows' };
  return empty.length > 0 ? { undefinedBecause: `no row of class ${empty.join(', ')}` } : undefined;
}
