import { checkReplays } from './check-replays.ts';
import type { Replays } from './replays.ts';
import { realOf, textOf, wholeOf, writeParquet } from './write-parquet.ts';

/**
 * replays.parquet, checked first; same table and provenance, same bytes.
 *
 * @param provenance short facts for the footer (seed, replicates); no clock, no host
 * @throws ContractError where a rule of the table is broken
 */
export function encodeReplays(table: Replays, provenance: Readonly<Record<string, string>> = {}): Uint8Array {
  checkReplays(table, 'replays');
  return writeParquet(
    'replays/1',
    [
      textOf('model', table.model),
      textOf('label', table.label),
      wholeOf('replicate', table.replicate),
      textOf('patient_id', table.patientId),
      textOf('sample_id', table.sampleId),
      wholeOf('in_bag', table.inBag),
      realOf('p', table.p),
      textOf('note', table.note),
    ],
    provenance,
  );
}
