import { ContractError } from '@raredx/tables';
import type { DataFrame } from 'danfojs-node';
import type { Column, TypedTable } from './column.ts';
import type { DatasetDeclaration, DeclaredColumn } from './dataset-declaration.ts';
import { deriveColumn } from './derive-column.ts';
import { parseColumn } from './parse-column.ts';

/**
 * A danfo DataFrame back as a typed table, checked against the declared columns (labels, as `toDanfo` writes them);
 * derived columns are computed again and columns that nobody declared are left behind.
 *
 * @throws ContractError on a missing column, an undeclared label, a value out of range
 */
export function fromDanfo(
  frame: DataFrame,
  schema: Pick<DatasetDeclaration, 'columns'> & Partial<Pick<DatasetDeclaration, 'derived'>>,
): TypedTable {
  const columns: Record<string, Column> = {};
  for (const declared of schema.columns.map(byLabel)) {
    if (!frame.columns.includes(declared.name)) {
      throw new ContractError('data frame', `missing column (${declared.name})`);
    }
    const cells = (frame.column(declared.name).values as unknown[]).map(spelled);
    const { column, breaches } = parseColumn(declared, cells);
    const [breach] = breaches;
    if (breach) {
      const rows = breach.rows.slice(0, 5).join(', ');
      const problem = `column ${declared.name}: ${breach.rule} in ${breach.rows.length} rows (first: rows ${rows})`;
      throw new ContractError('data frame', problem);
    }
    columns[declared.name] = column;
  }
  for (const declared of schema.derived ?? []) columns[declared.name] = deriveColumn(declared, columns);
  return Object.freeze({ rows: frame.shape[0] as number, columns: Object.freeze(columns) });
}

/** The same column as a data frame holds it: under the name that experiments use, with labels for codes. */
function byLabel(declared: DeclaredColumn): DeclaredColumn {
  const renamed = { ...declared, name: declared.as ?? declared.name, missing: [] };
  if (renamed.type !== 'category') return renamed;
  const labels = [...new Set(renamed.levels.map((level) => level.label))];
  return { ...renamed, levels: labels.map((label) => ({ code: label, label })) };
}

function spelled(value: unknown): string | null {
  return value === null || value === undefined || Number.isNaN(value) ? null : String(value);
}
