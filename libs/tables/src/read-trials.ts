import { checkTrials } from './check-trials.ts';
import { ContractError } from './contract-error.ts';
import { integerCells, numberCells, textCells } from './parse-cells.ts';
import { readColumns } from './read-columns.ts';
import { textColumn } from './text-column.ts';
import type { Trials } from './trials.ts';

/**
 * Reads a trials table (Parquet or CSV) and checks it.
 *
 * @throws ContractError naming the file, the column, the rule, how many rows and the first offender
 */
export async function readTrials(path: string, where: string): Promise<Trials> {
  const table = await readColumns(path, where);
  const cells = (column: string): readonly unknown[] => {
    const found = table.columns.get(column);
    if (found) return found;
    throw new ContractError(
      where,
      `column ${column} is missing (found: ${[...table.columns.keys()].join(', ')})`,
    );
  };
  const text = (column: string) => textColumn(textCells(cells(column), column, { where }));
  const isGap = (cell: unknown) => cell === null || cell === undefined || cell === '';
  const raw = cells('value');
  const value = numberCells(
    raw.map((cell) => (isGap(cell) ? 0 : cell)),
    'value',
    { where },
  );
  const trials: Trials = {
    rows: table.rows,
    caseId: text('case_id'),
    patientId: text('patient_id'),
    site: text('site'),
    model: text('model'),
    partition: text('partition'),
    measure: text('measure'),
    condition: text('condition'),
    group: text('group'),
    disease: text('disease'),
    draw: integerCells(cells('draw'), 'draw', where),
    value: value.map((one, row) => (isGap(raw[row]) ? Number.POSITIVE_INFINITY : one)),
    candidateCount: integerCells(cells('candidate_count'), 'candidate_count', where),
  };
  checkTrials(trials, where);
  return trials;
}
