import { checkReplays } from './check-replays.ts';
import { ContractError } from './contract-error.ts';
import { integerCells, numberCells, textCells } from './parse-cells.ts';
import { readColumns } from './read-columns.ts';
import type { Replays } from './replays.ts';
import { textColumn } from './text-column.ts';

/**
 * Reads a replays table (Parquet or CSV) and checks it.
 *
 * @throws ContractError naming the file, the column, the rule, how many rows and the first offender
 */
export async function readReplays(path: string, where: string): Promise<Replays> {
  const table = await readColumns(path, where);
  const cells = (column: string): readonly unknown[] => {
    const found = table.columns.get(column);
    if (found) return found;
    throw new ContractError(
      where,
      `column ${column} is missing (found: ${[...table.columns.keys()].slice(0, 12).join(', ')})`,
    );
  };
  const text = (column: string) => textColumn(textCells(cells(column), column, { where }));
  const replays: Replays = {
    rows: table.rows,
    model: text('model'),
    label: text('label'),
    replicate: integerCells(cells('replicate'), 'replicate', where),
    patientId: text('patient_id'),
    sampleId: text('sample_id'),
    inBag: integerCells(cells('in_bag'), 'in_bag', where),
    p: numberCells(cells('p'), 'p', { where }),
    note: textColumn(cells('note').map((cell) => (typeof cell === 'string' ? cell : ''))),
  };
  checkReplays(replays, where);
  return replays;
}
