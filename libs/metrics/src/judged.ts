import { ContractError } from '@raredx/tables';

/** Outcomes and predicted risks of one population, row by row: what every metric takes. */
export interface Judged {
  /** Observed outcome, 0 or 1. */
  readonly y: Uint8Array;
  /** Predicted risk in [0, 1]. */
  readonly p: Float64Array;
  /** Weight k counts as k copies of the row; 0 as its absence. Default: 1 throughout. */
  readonly w?: Float64Array;
  /** {@link rankOrder} of `p`, so that a bootstrap sorts once and reweights. Its presence says that y and p are checked. */
  readonly order?: Uint32Array;
}

/** Throws on rows that no metric can take: unequal lengths, p outside [0, 1], y not 0 or 1, w negative or not finite. */
export function checkJudged(where: string, { y, p, w, order }: Judged): void {
  checkLength(where, 'p', p.length, y.length);
  if (order) checkLength(where, 'order', order.length, y.length);
  else {
    for (let row = 0; row < y.length; row++) {
      if (!(p[row] >= 0 && p[row] <= 1)) {
        throw new ContractError(where, `p outside [0, 1] (first: row ${row}, p = ${p[row]})`);
      }
      if (y[row] > 1)
        throw new ContractError(where, `y is neither 0 nor 1 (first: row ${row}, y = ${y[row]})`);
    }
  }
  if (!w) return;
  checkLength(where, 'w', w.length, y.length);
  for (let row = 0; row < w.length; row++) {
    if (!(w[row] >= 0 && w[row] < Number.POSITIVE_INFINITY)) {
      throw new ContractError(where, `weight negative or not finite (first: row ${row}, w = ${w[row]})`);
    }
  }
}

function checkLength(where: string, name: string, length: number, rows: number): void {
  if (length !== rows) throw new ContractError(where, `${name} has ${length} rows, y has ${rows}`);
}
