import { checkRankings } from './check-rankings.ts';
import type { Rankings } from './rankings.ts';
import { attributesOf, realOf, textOf, wholeOf, writeParquet } from './write-parquet.ts';

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
  return writeParquet(
    'rankings/1',
    [
      textOf('case_id', table.caseId),
      textOf('patient_id', table.patientId),
      textOf('site', table.site),
      textOf('model', table.model),
      textOf('partition', table.partition),
      textOf('candidate', table.candidate),
      { name: 'score', data: finite(table.score), type: 'DOUBLE' },
      realOf('p', table.p),
      { name: 'rank', data: finite(table.rank), type: 'DOUBLE' },
      wholeOf('is_true', table.isTrue),
      wholeOf('candidate_count', table.candidateCount),
      ...attributesOf(table.attributes),
    ],
    provenance,
  );
}
