import { ConfigError } from '@raredx/experiment';
import type { DataFrame } from 'danfojs-node';
import type { Column, TypedTable } from './column.ts';

/**
 * A typed table as a danfo DataFrame, for people who explore: labels instead of codes, null where missing, identifiers
 * as the file spells them. Types are handed over, as danfo would take `00012` for the number 12. Danfo counts null as
 * 0 in grouped means, so nothing computed there may reach evidence. Loads danfojs-node when called, not before.
 */
export async function toDanfo(table: TypedTable): Promise<DataFrame> {
  if (table.rows === 0) throw new ConfigError('danfo', 'a table without rows cannot become a data frame');
  const danfo = await import('danfojs-node');
  const columns = Object.values(table.columns);
  const values = Object.fromEntries(columns.map((column) => [column.name, exploredValues(column)]));
  return new danfo.DataFrame(values, { dtypes: columns.map(exploredType) });
}

function exploredType(column: Column): string {
  if (column.type === 'boolean') return 'boolean';
  if (column.kind !== 'number') return 'string';
  return column.type === 'integer' ? 'int32' : 'float32';
}

/** Danfo stores the values as they are: float32 is its only word for a number, not a loss of digits. */
function exploredValues(column: Column): (string | number | boolean | null)[] {
  const known = (row: number) => column.missing[row] === 0;
  if (column.kind === 'number') return Array.from(column.values, (value, row) => (known(row) ? value : null));
  if (column.kind === 'text') return column.values.map((value, row) => (known(row) ? value : null));
  if (column.type === 'boolean') return Array.from(column.codes, (code) => (code < 0 ? null : code === 1));
  return Array.from(column.codes, (code) => column.levels[code] ?? null);
}
