import { visibleText } from '../html.ts';

export type CsvValue = string | number | boolean | null;

/** What makes a spreadsheet read a text as a formula, behind blanks and in full width too. */
const formula = /^\s*[=+\-@\u2212\uFF1D\uFF0B\uFF0D\uFF20|%]/;

/**
 * One cell. A number is written as it is, sign and all; a text that a spreadsheet would run gets an apostrophe before
 * it; hidden characters are printed by their code.
 *
 * @example csvCell('=1+1') // => "'=1+1"
 */
export function csvCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const shown = visibleText(value);
  const harmless = formula.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A table after RFC 4180: a head, lines ended by CR LF. */
export function csvTable(head: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}
