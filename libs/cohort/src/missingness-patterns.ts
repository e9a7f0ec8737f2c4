import type { MissingPattern } from '@raredx/tables';
import type { Column } from './column.ts';

/** Which columns are missing together, the commonest pattern first; rows without a gap are a pattern too. */
export function missingnessPatterns(columns: readonly Column[], rows: number): MissingPattern[] {
  const counts = new Map<string, { readonly missing: readonly string[]; rows: number }>();
  for (let row = 0; row < rows; row++) {
    const missing = columns.filter((column) => column.missing[row] === 1).map(({ name }) => name);
    const key = JSON.stringify(missing);
    const known = counts.get(key);
    if (known) known.rows++;
    else counts.set(key, { missing, rows: 1 });
  }
  return [...counts]
    .sort(([a, first], [b, second]) => second.rows - first.rows || (a < b ? -1 : 1))
    .map(([, pattern]) => ({ ...pattern, percent: (100 * pattern.rows) / rows }));
}
