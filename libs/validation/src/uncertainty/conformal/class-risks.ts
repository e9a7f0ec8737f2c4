import { ContractError } from '@raredx/tables';

/** A risk for each class of each row. */
export interface ClassRisks {
  /** Number of classes: 2 for an event and its absence. */
  readonly classes: number;
  /** rows × classes, row-major, each in [0, 1]. */
  readonly p: Float64Array;
}

/**
 * The two classes of a binary outcome: 0 without the event, 1 with it.
 *
 * @example binaryRisks(Float64Array.of(0.25)).p // => Float64Array.of(0.75, 0.25)
 */
export function binaryRisks(p: Float64Array): ClassRisks {
  const both = new Float64Array(2 * p.length);
  for (let row = 0; row < p.length; row++) {
    both[2 * row] = 1 - p[row];
    both[2 * row + 1] = p[row];
  }
  return { classes: 2, p: both };
}

/** Throws on risks that no set can be made of; `y` where the outcomes are known. */
export function checkClassRisks(where: string, { classes, p }: ClassRisks, y?: Uint8Array): void {
  if (!(Number.isInteger(classes) && classes >= 2)) {
    throw new ContractError(where, `no number of classes (${classes})`);
  }
  if (p.length % classes !== 0 || (y && p.length !== y.length * classes)) {
    throw new ContractError(where, `p has ${p.length} cells, not ${y?.length ?? 'n'} rows of ${classes}`);
  }
  const wrong = p.findIndex((risk) => !(risk >= 0 && risk <= 1));
  if (wrong >= 0) {
    const row = Math.floor(wrong / classes);
    throw new ContractError(where, `p outside [0, 1] (first: row ${row}, p = ${p[wrong]})`);
  }
  const unknown = y?.findIndex((k) => k >= classes) ?? -1;
  if (unknown >= 0) throw new ContractError(where, `no such class (first: row ${unknown})`);
}

/** Throws unless the share of misses lies strictly between 0 and 1. */
export function checkAlpha(where: string, alpha: number): void {
  if (!(alpha > 0 && alpha < 1)) throw new ContractError(where, `alpha outside (0, 1) (${alpha})`);
}
