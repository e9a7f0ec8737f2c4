import { parquetWriteBuffer } from 'hyparquet-writer';
import { checkPredictions } from './check-predictions.ts';
import type { Predictions } from './predictions.ts';
import { type TextColumn, textAt } from './text-column.ts';

/** The version of the predictions table, kept in the Parquet footer. */
export const predictionsSchemaVersion = '1';

/**
 * The predictions table as Parquet, checked first; same table and provenance, same bytes.
 *
 * @param provenance short facts for the footer (seed, resolved experiment's hash); no clock, no host
 * @throws ContractError where a rule of the table is broken
 */
export function encodePredictions(
  table: Predictions,
  provenance: Readonly<Record<string, string>> = {},
): Uint8Array {
  checkPredictions(table, 'predictions');
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
  const real = (name: string, data: Float64Array) => ({
    name,
    data,
    type: 'DOUBLE' as const,
    nullable: false,
  });
  const bytes = parquetWriteBuffer({
    columnData: [
      text('patient_id', table.patientId),
      text('sample_id', table.sampleId),
      text('site', table.site),
      text('model', table.model),
      text('partition', table.partition),
      whole('repeat', table.repeat),
      whole('fold', table.fold),
      ...(table.imputation ? [whole('imputation', table.imputation)] : []),
      text('label', table.label),
      whole('y', table.y),
      real('p', table.p),
      ...(table.time && table.event ? [real('time', table.time), whole('event', table.event)] : []),
      ...Object.keys(table.attributes)
        .sort()
        .map((name) => text(`attr_${name}`, table.attributes[name] as TextColumn)),
    ],
    kvMetadata: [
      { key: 'raredx.schema', value: `predictions/${predictionsSchemaVersion}` },
      ...Object.keys(provenance)
        .sort()
        .map((key) => ({ key: `raredx.${key}`, value: provenance[key] as string })),
    ],
    createdBy: 'raredx',
  });
  return new Uint8Array(bytes);
}
