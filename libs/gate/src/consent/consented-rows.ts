import { type Predictions, type TextColumn, textAt, textColumn } from '@raredx/tables';
import { standing } from './consent-check.ts';
import type { ConsentLedger } from './consent-ledger.ts';

/**
 * The rows of patients who allow a use.
 *
 * @returns null where none does
 */
export function consentedRows(
  predictions: Predictions,
  ledger: ConsentLedger,
  asked: { readonly use: string; readonly on: string },
): Predictions | null {
  const { patientId } = predictions;
  const allowed = patientId.levels.map((patient) => standing(ledger, patient, asked) === 'allowed');
  const kept: number[] = [];
  for (let row = 0; row < predictions.rows; row++) {
    if (allowed[patientId.codes[row] as number]) kept.push(row);
  }
  return kept.length === 0 ? null : rowsOf(predictions, kept);
}

function rowsOf(table: Predictions, kept: readonly number[]): Predictions {
  // Levels are made anew, so that the name of who withdrew stays in no dictionary.
  const text = (column: TextColumn) => textColumn(kept.map((row) => textAt(column, row)));
  const whole = (column: Int32Array) => Int32Array.from(kept, (row) => column[row] as number);
  const bytes = (column: Uint8Array) => Uint8Array.from(kept, (row) => column[row] as number);
  const real = (column: Float64Array) => Float64Array.from(kept, (row) => column[row] as number);
  return {
    rows: kept.length,
    patientId: text(table.patientId),
    sampleId: text(table.sampleId),
    site: text(table.site),
    model: text(table.model),
    partition: text(table.partition),
    repeat: whole(table.repeat),
    fold: whole(table.fold),
    ...(table.imputation ? { imputation: whole(table.imputation) } : {}),
    label: text(table.label),
    y: bytes(table.y),
    p: real(table.p),
    ...(table.time ? { time: real(table.time) } : {}),
    ...(table.event ? { event: bytes(table.event) } : {}),
    attributes: Object.fromEntries(
      Object.entries(table.attributes).map(([name, column]) => [name, text(column)]),
    ),
    unchecked: table.unchecked,
  };
}
