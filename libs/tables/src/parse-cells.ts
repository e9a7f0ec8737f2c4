import { ContractError } from './contract-error.ts';

/**
 * Numbers of a column. Rows are counted from 1, the first row under the header being 1.
 *
 * @throws ContractError naming the column, how many cells are no number and the first row
 */
export function numberCells(
  cells: readonly unknown[],
  column: string,
  { where, advice }: { readonly where: string; readonly advice?: string },
): Float64Array {
  const values = new Float64Array(cells.length);
  let bad = 0;
  let first = 0;
  for (let row = 0; row < cells.length; row++) {
    const value = numberOf(cells[row]);
    if (Number.isFinite(value)) values[row] = value;
    else if (bad++ === 0) first = row + 1;
  }
  if (bad > 0) {
    const problem = `${column} is not a finite number in ${rows(bad)} (first: row ${first})`;
    throw new ContractError(where, problem, advice);
  }
  return values;
}

/** Whole numbers of a column. */
export function integerCells(cells: readonly unknown[], column: string, where: string): Int32Array {
  const numbers = numberCells(cells, column, { where });
  const bad = numbers.findIndex((value) => !Number.isInteger(value) || Math.abs(value) > 2 ** 31 - 1);
  if (bad >= 0) throw new ContractError(where, `${column} is not a whole number (first: row ${bad + 1})`);
  return Int32Array.from(numbers);
}

/** Text of a column; an empty cell becomes `missing`, or is refused where that is undefined. */
export function textCells(
  cells: readonly unknown[],
  column: string,
  { where, missing }: { readonly where: string; readonly missing?: string },
): string[] {
  let bad = 0;
  let first = 0;
  const values = cells.map((cell, row) => {
    const text = cell === null || cell === undefined ? '' : String(cell);
    if (text !== '') return text;
    if (missing === undefined && bad++ === 0) first = row + 1;
    return missing ?? '';
  });
  if (bad > 0)
    throw new ContractError(
      where,
      `${column} is empty in ${rows(bad)} (first: row ${first})`,
      'fill it in, or take these rows out',
    );
  return values;
}

/** `1 row`, `3 rows`. */
export function rows(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}

/** NaN where a cell is no number. */
export function numberOf(cell: unknown): number {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'string' && cell.trim() !== '') return Number(cell);
  return Number.NaN;
}
