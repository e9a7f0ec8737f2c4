import { fingerprint } from '@raredx/tables';
import type { Cohort } from './load-cohort.ts';

/** SHA-256 of which rows these are: data set and row keys, in whatever order they come. */
export function rowsFingerprint(
  cohort: Pick<Cohort, 'dataset' | 'sampleId'>,
  rows: ArrayLike<number>,
): string {
  const keys = Array.from(rows, (row) => cohort.sampleId[row] as string).sort();
  return fingerprint({ dataset: cohort.dataset.name, rows: keys });
}
