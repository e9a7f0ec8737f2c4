import type { Column } from './column.ts';

/** How many different known values a column has. */
export function distinctValues(column: Column): number {
  const values = column.kind === 'category' ? column.codes : column.values;
  return new Set(Array.from<unknown>(values).filter((_, row) => column.missing[row] === 0)).size;
}
