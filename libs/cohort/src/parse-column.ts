import type { Column } from './column.ts';
import type { DeclaredColumn } from './dataset-declaration.ts';

/** Rows of one column that break one rule, counted from 1 after the header. */
export interface Breach {
  readonly rule: string;
  readonly rows: readonly number[];
}

/** A column and what is wrong with it. Values of patients never get into a breach. */
export interface ParsedColumn {
  readonly column: Column;
  readonly breaches: readonly Breach[];
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const booleans = new Map([
  ...['TRUE', 'True', 'true', 'YES', 'Yes', 'yes', '1'].map((word) => [word, 1] as const),
  ...['FALSE', 'False', 'false', 'NO', 'No', 'no', '0'].map((word) => [word, 0] as const),
]);

/** Types a column of strings as declared. */
export function parseColumn(declared: DeclaredColumn, cells: readonly (string | null)[]): ParsedColumn {
  const missingCodes = new Set(['', ...declared.missing]);
  const missing = new Uint8Array(cells.length);
  cells.forEach((cell, row) => {
    if (cell === null || missingCodes.has(cell)) missing[row] = 1;
    else if (declared.type !== 'text' && missingCodes.has(asCode(cell.trim()))) missing[row] = 1;
  });
  const described = {
    name: declared.as ?? declared.name,
    title: declared.title,
    role: declared.role ?? null,
    from: null,
    missing,
  };
  if (declared.type === 'text') {
    const values = cells.map((cell, row) => (missing[row] ? '' : (cell as string)));
    return { column: { kind: 'text', type: 'text', ...described, values }, breaches: [] };
  }
  if (declared.type === 'category' || declared.type === 'boolean') {
    const { codes, levels, breaches } = parseLevels(declared, cells, missing);
    const agreesWith = declared.type === 'category' ? (declared.agreesWith ?? null) : null;
    const column: Column = {
      kind: 'category',
      type: declared.type,
      ...described,
      levels,
      codes,
      agreesWith,
    };
    return { column, breaches };
  }
  const { values, breaches } = parseNumbers(declared, cells, missing);
  const unit = declared.unit ?? null;
  return { column: { kind: 'number', type: declared.type, ...described, unit, values }, breaches };
}

/** Many tools store a column of codes that has a missing value as 1.0, 2.0: the same codes. */
function asCode(text: string): string {
  return text.replace(/(\d)\.0+$/, '$1');
}

function parseLevels(
  declared: Extract<DeclaredColumn, { type: 'category' | 'boolean' }>,
  cells: readonly (string | null)[],
  missing: Uint8Array,
): { codes: Int32Array; levels: readonly string[]; breaches: Breach[] } {
  const levels =
    declared.type === 'boolean' ? ['no', 'yes'] : [...new Set(declared.levels.map((level) => level.label))];
  const codeOf =
    declared.type === 'boolean'
      ? booleans
      : new Map(declared.levels.map((level) => [level.code, levels.indexOf(level.label)]));
  const strangers: number[] = [];
  const codes = Int32Array.from(cells, (cell, row) => {
    if (missing[row]) return -1;
    const text = (cell as string).trim();
    const code = codeOf.get(text) ?? codeOf.get(asCode(text));
    if (code === undefined) strangers.push(row + 1);
    return code ?? -1;
  });
  const allowed =
    declared.type === 'boolean' ? 'true, false, 1, 0' : declared.levels.map((level) => level.code).join(', ');
  return { codes, levels, breaches: breachesOf([[`not a declared level (${allowed})`, strangers]]) };
}

function parseNumbers(
  declared: Extract<DeclaredColumn, { type: 'integer' | 'number' }>,
  cells: readonly (string | null)[],
  missing: Uint8Array,
): { values: Float64Array; breaches: Breach[] } {
  const [low, high] = declared.range ?? [null, null];
  const words: number[] = [];
  const broken: number[] = [];
  const outside: number[] = [];
  const values = Float64Array.from(cells, (cell, row) => {
    if (missing[row]) return Number.NaN;
    const text = (cell as string).trim();
    const value = decimal.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value)) words.push(row + 1);
    else if (declared.type === 'integer' && !Number.isSafeInteger(value)) broken.push(row + 1);
    else if ((low !== null && value < low) || (high !== null && value > high)) outside.push(row + 1);
    return value;
  });
  const unit = declared.unit ? ` ${declared.unit}` : '';
  return {
    values,
    breaches: breachesOf([
      ['not a number', words],
      ['not a whole number', broken],
      [`outside [${low ?? '−∞'}, ${high ?? '∞'}]${unit}`, outside],
    ]),
  };
}

function breachesOf(found: readonly (readonly [rule: string, rows: readonly number[]])[]): Breach[] {
  return found.filter(([, rows]) => rows.length > 0).map(([rule, rows]) => ({ rule, rows }));
}
