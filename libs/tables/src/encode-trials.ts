import { checkTrials } from './check-trials.ts';
import type { Trials } from './trials.ts';
import { textOf, wholeOf, writeParquet } from './write-parquet.ts';

/**
 * trials.parquet, checked first; same table and provenance, same bytes. An infinite value is null on disk.
 *
 * @throws ContractError where a rule of the table is broken
 */
export function encodeTrials(table: Trials, provenance: Readonly<Record<string, string>> = {}): Uint8Array {
  checkTrials(table, 'trials');
  const value = Array.from(table.value, (one) => (Number.isFinite(one) ? one : null));
  return writeParquet(
    'trials/1',
    [
      textOf('case_id', table.caseId),
      textOf('patient_id', table.patientId),
      textOf('site', table.site),
      textOf('model', table.model),
      textOf('partition', table.partition),
      textOf('measure', table.measure),
      textOf('condition', table.condition),
      textOf('group', table.group),
      textOf('disease', table.disease),
      wholeOf('draw', table.draw),
      { name: 'value', data: value, type: 'DOUBLE' },
      wholeOf('candidate_count', table.candidateCount),
    ],
    provenance,
  );
}
