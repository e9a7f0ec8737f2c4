import { rows as counted } from './parse-cells.ts';
import type { RawTable } from './read-columns.ts';

/**
 * Rows that say the same as an earlier one in every column: copies, most of the time, which would count twice. Undefined
 * where there are none, or where the columns say too little to tell a copy from somebody alike.
 *
 * @param named whether a column names the patients: else only risks that hardly ever agree can tell
 */
export function repeatedRows({ columns, rows }: RawTable, named: boolean): string | undefined {
  const cells = [...columns.values()];
  const seen = new Set<string>();
  let again = 0;
  let first = 0;
  for (let row = 0; row < rows; row++) {
    const key = cells.map((column) => String(column[row])).join('\0');
    if (seen.has(key) && again++ === 0) first = row + 1;
    seen.add(key);
  }
  if (again === 0 || (!named && again > 0.05 * rows)) return undefined;
  return `${counted(again)} repeat an earlier one in every column (first: row ${first}) and count again: copies?`;
}
