import { parquetWriteBuffer } from 'hyparquet-writer';
import { checkRankings } from './check-rankings.ts';
import type { Rankings } from './rankings.ts';
import { type TextColumn, textAt } from './text-column.ts';

const finite = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null));

/**
 * rankings.parquet, checked first; same table and provenance, same bytes. The infinite rank and score of a true candidate
 * that was not ranked are null on disk.
 *
 * @param provenance short facts for the footer (seed, knowledge); no clock, no host
 * @throws ContractError where a rule of the table is broken
 */
export function encodeRankings(
  table: Rankings,
  provenance: Readonly<Record<string, string>> = {},
): Uint8Array {
  checkRankings(table, 'rankings');
  const text = (name: string, column: TextColumn) => ({
    name,
    data: Array.from({ length: table.rows }, (_, row) => textAt(column, row)),
    type: 'STRING' as const,
    nullable: false,
  });
  const whole = (name: string, data: ArrayLike<number>) => ({
    name,
    data: Int32Array.from(data),
    type: 'INT32' as const,
    nullable: false,
  });
  const bytes = parquetWriteBuffer({
    columnData: [
      text('case_id', table.caseId),
      text('patient_id', table.patientId),
      text('site', table.site),
      text('model', table.model),
      text('partition', table.partition),
      text('candidate', table.candidate),
      { name: 'score', data: finite(table.score), type: 'DOUBLE' as const },
      { name: 'p', data: table.p, type: 'DOUBLE' as const, nullable: false },
      { name: 'rank', data: finite(table.rank), type: 'DOUBLE' as const },
      whole('is_true', table.isTrue),
      whole('candidate_count', table.candidateCount),
      ...Object.keys(table.attributes)
        .sort()
        .map((name) => text(`attr_${name}`, table.attributes[name] as TextColumn)),
    ],
    kvMetadata: [
      { key: 'raredx.schema', value: 'rankings/1' },
      ...Object.keys(provenance)
        .sort()
        .map((key) => ({ key: `raredx.${key}`, value: provenance[key] as string })),
    ],
    createdBy: 'raredx',
  });
  return new Uint8Array(bytes);
}
