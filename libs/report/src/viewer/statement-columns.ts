import type { EvidenceRow } from '@raredx/tables';
import { formatEstimate } from '../format-number.ts';
import { escapeHtml } from '../html.ts';
import { packJson, unpackJson } from './pack-bytes.ts';

const words = [
  'metric',
  'model',
  'label',
  'partition',
  'site',
  'attribute',
  'level',
  'method',
  'undefinedBecause',
  'note',
] as const;
const numbers = ['threshold', 'confidence', 'patients', 'samples', 'events'] as const;

/** An evidence row as the page tells it: its numbers as they are printed. */
export type Told = Pick<EvidenceRow, (typeof words)[number] | (typeof numbers)[number]> & {
  readonly id: string;
  /** `0.702 (0.669–0.735)`, as everywhere in the page. */
  readonly printed: string;
};

type Cell = string | number | null;

/** Values, or each once and a code a row. */
type Coded = readonly Cell[] | { readonly levels: readonly Cell[]; readonly codes: readonly number[] };

function isPlain(column: Coded): column is readonly Cell[] {
  return Array.isArray(column);
}

/** Evidence rows by columns. The first have no id here: theirs are in the page, in this order. */
export interface StatementColumns {
  readonly columns: Readonly<Record<string, Coded>>;
  readonly ids: readonly string[];
  readonly rows: number;
}

function coded(values: readonly Cell[]): Coded {
  const codeOf = new Map<Cell, number>();
  const codes = values.map((value) => {
    const known = codeOf.get(value) ?? codeOf.size;
    codeOf.set(value, known);
    return known;
  });
  return { levels: [...codeOf.keys()], codes };
}

const tie = /\sdata-evidence="([^"]*)"/g;

/** Rows that a page is tied to, each once, in the order in which it names them. */
export function rowsOfPage(page: string, rows: readonly EvidenceRow[]): readonly (EvidenceRow | null)[] {
  const byId = new Map(rows.map((row) => [escapeHtml(row.id), row]));
  const named = new Set(Array.from(page.matchAll(tie), (match) => match[1] as string));
  return [...named].map((id) => byId.get(id) ?? null);
}

/** Abscissae of curves are printed with fewer digits than they have; thresholds that people choose have fewer still. */
const asPrinted = (threshold: number | null) => threshold && Number(threshold.toFixed(6));

/** Rows that the page names, then those it does not but the viewer compares with. */
export function packStatements(
  onPage: readonly (EvidenceRow | null)[],
  further: readonly EvidenceRow[],
): string {
  const rows = [...onPage, ...further];
  const columns: Record<string, Coded> = {};
  for (const name of [...words, ...numbers]) columns[name] = coded(rows.map((row) => row?.[name] ?? null));
  columns.threshold = coded(rows.map((row) => (row === null ? null : asPrinted(row.threshold))));
  columns.printed = rows.map((row) => (row === null ? null : formatEstimate(row)));
  const made: StatementColumns = { columns, ids: further.map(({ id }) => id), rows: rows.length };
  return packJson(made);
}

/**
 * @param idsOnPage the distinct ids in the page, in document order
 * @throws where the page names more or fewer rows than were packed
 */
export function unpackStatements(packed: string, idsOnPage: readonly string[]): readonly Told[] {
  const { columns, ids, rows } = unpackJson<StatementColumns>(packed);
  const all = [...idsOnPage, ...ids];
  if (all.length !== rows) throw new Error(`viewer: the page names ${all.length} rows, ${rows} are inside`);
  const value = (name: string, row: number) => {
    const column = columns[name] as Coded;
    if (isPlain(column)) return column[row] ?? null;
    return column.levels[column.codes[row] as number] ?? null;
  };
  return all.flatMap((id, row) => {
    if (value('metric', row) === null) return [];
    const fields = [...words, ...numbers, 'printed'].map((name) => [name, value(name, row)] as const);
    return [{ id, ...Object.fromEntries(fields) } as unknown as Told];
  });
}
