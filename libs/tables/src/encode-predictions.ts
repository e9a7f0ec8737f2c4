import { checkPredictions } from './check-predictions.ts';
import type { Predictions } from './predictions.ts';
import { attributesOf, realOf, textOf, wholeOf, writeParquet } from './write-parquet.ts';

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
  return writeParquet(
    `predictions/${predictionsSchemaVersion}`,
    [
      textOf('patient_id', table.patientId),
      textOf('sample_id', table.sampleId),
      textOf('site', table.site),
      textOf('model', table.model),
      textOf('partition', table.partition),
      wholeOf('repeat', table.repeat),
      wholeOf('fold', table.fold),
      ...(table.imputation ? [wholeOf('imputation', table.imputation)] : []),
      textOf('label', table.label),
      wholeOf('y', table.y),
      realOf('p', table.p),
      ...(table.time && table.event ? [realOf('time', table.time), wholeOf('event', table.event)] : []),
      ...attributesOf(table.attributes),
    ],
    provenance,
  );
}
