import type { CategoryColumn, Column, NumberColumn } from './column.ts';

/** One column of the matrix that a model sees, as plain data. */
export type EncoderTerm =
  /** (x − mean) / sd, with `fill` in place of a missing x. */
  | {
      readonly kind: 'standardised';
      readonly column: string;
      readonly mean: number;
      readonly sd: number;
      readonly fill: number;
    }
  /** 1 where the column has this level; a missing value counts as `fill`. */
  | { readonly kind: 'level'; readonly column: string; readonly level: string; readonly fill: string }
  /** 1 where the column is missing. */
  | { readonly kind: 'missing'; readonly column: string };

/** How a term is called in coefficients and attributions. */
export function termName(term: EncoderTerm): string {
  if (term.kind === 'standardised') return term.column;
  return term.kind === 'level' ? `${term.column}=${term.level}` : `${term.column} missing`;
}

/** The term's values in some rows of a column. */
export function encodeTerm(term: EncoderTerm, column: Column, rows: ArrayLike<number>): Float64Array {
  if (term.kind === 'missing') return Float64Array.from(rows, (row) => column.missing[row] as number);
  if (term.kind === 'standardised') {
    const { values, missing } = column as NumberColumn;
    return Float64Array.from(rows, (row) => {
      const value = missing[row] ? term.fill : (values[row] as number);
      return (value - term.mean) / term.sd;
    });
  }
  const { levels, codes } = column as CategoryColumn;
  const code = levels.indexOf(term.level);
  const fill = term.fill === term.level ? 1 : 0;
  return Float64Array.from(rows, (row) => {
    const at = codes[row] as number;
    return at < 0 ? fill : Number(at === code);
  });
}
