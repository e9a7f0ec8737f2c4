import { ContractError } from '@raredx/tables';

/** Where the true candidate stands in each case's list. */
export interface RankedCases {
  /** The best rank of a true candidate, from 1, mid-rank for ties; Infinity where none is listed. */
  readonly rank: Float64Array;
  /** Weight k counts as k copies of the case. */
  readonly w?: Float64Array;
}

/** Throws on ranks below 1 and on weights that are negative or not finite. */
export function checkRanks(where: string, { rank, w }: RankedCases): void {
  if (w && w.length !== rank.length) {
    throw new ContractError(where, `w has ${w.length} rows, rank has ${rank.length}`);
  }
  for (let row = 0; row < rank.length; row++) {
    if (!(rank[row] >= 1))
      throw new ContractError(where, `rank below 1 (first: row ${row}, rank = ${rank[row]})`);
    if (w && !(w[row] >= 0 && w[row] < Number.POSITIVE_INFINITY)) {
      throw new ContractError(where, `weight negative or not finite (first: row ${row}, w = ${w[row]})`);
    }
  }
}
