import { parquetWriteBuffer } from 'hyparquet-writer';
import { checkReplays } from './check-replays.ts';
import type { Replays } from './replays.ts';
import { type TextColumn, textAt } from './text-column.ts';

/**
 * replays.parquet, checked first; same table and provenance, same bytes.
 *
 * @param provenance short facts for the footer (seed, replicates); no clock, no host
 * @throws ContractError where a rule of the table is broken
 */
export function encodeReplays(table: Replays, provenance: Readonly<Record<string, string>> = {}): Uint8Array {
  checkReplays(table, 'replays');
  const text = (name: string, column: TextColumn) => ({
    name,
    data: Array.from({ length: table.rows }, (_, row) => textAt(column, row)),
    type: 'STRING' as const,
    nullable: false,
  });
  const whole = (name: string, data: Int32Array) => ({ name, data, type: 'INT32' as const, nullable: false });
  const bytes = parquetWriteBuffer({
    columnData: [
      text('model', table.model),
      text('label', table.label),
      whole('replicate', table.replicate),
      text('patient_id', table.patientId),
      text('sample_id', table.sampleId),
      whole('in_bag', table.inBag),
      { name: 'p', data: table.p, type: 'DOUBLE', nullable: false },
      text('note', table.note),
    ],
    kvMetadata: [
      { key: 'raredx.schema', value: 'replays/1' },
      ...Object.keys(provenance)
        .sort()
        .map((key) => ({ key: `raredx.${key}`, value: provenance[key] as string })),
    ],
    createdBy: 'raredx',
  });
  return new Uint8Array(bytes);
}
