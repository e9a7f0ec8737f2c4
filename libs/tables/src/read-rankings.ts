import { checkRankings } from './check-rankings.ts';
import { ContractError } from './contract-error.ts';
import { integerCells, numberCells, textCells } from './parse-cells.ts';
import type { Rankings } from './rankings.ts';
import { readColumns } from './read-columns.ts';
import { textColumn } from './text-column.ts';

/**
 * Reads a rankings table (Parquet or CSV) and checks it.
 *
 * @throws ContractError naming the file, the column, the rule, how many rows and the first offender
 */
export async function readRankings(path: string, where: string): Promise<Rankings> {
  const table = await readColumns(path, where);
  const cells = (column: string): readonly unknown[] => {
    const found = table.columns.get(column);
    if (found) return found;
    const names = [...table.columns.keys()].slice(0, 12).join(', ');
    throw new ContractError(where, `column ${column} is missing (found: ${names})`);
  };
  const text = (column: string, missing?: string) =>
    textColumn(textCells(cells(column), column, { where, ...(missing === undefined ? {} : { missing }) }));
  const orInfinite = (column: string, infinite: number) => {
    const raw = cells(column);
    const values = numberCells(
      raw.map((cell) => (isGap(cell) ? 0 : cell)),
      column,
      { where },
    );
    return values.map((value, row) => (isGap(raw[row]) ? infinite : value));
  };
  const attributes = [...table.columns.keys()].filter((name) => name.startsWith('attr_'));
  const rankings: Rankings = {
    rows: table.rows,
    caseId: text('case_id'),
    patientId: text('patient_id'),
    site: text('site'),
    model: text('model'),
    partition: text('partition'),
    candidate: text('candidate'),
    score: orInfinite('score', Number.NEGATIVE_INFINITY),
    p: numberCells(cells('p'), 'p', { where }),
    rank: orInfinite('rank', Number.POSITIVE_INFINITY),
    isTrue: Uint8Array.from(integerCells(cells('is_true'), 'is_true', where)),
    candidateCount: integerCells(cells('candidate_count'), 'candidate_count', where),
    attributes: Object.fromEntries(attributes.map((name) => [name.slice(5), text(name, 'unknown')])),
  };
  checkRankings(rankings, where);
  return rankings;
}

const isGap = (cell: unknown): boolean => cell === null || cell === undefined || cell === '';
