import type { Column } from './column.ts';
import type { Cohort } from './load-cohort.ts';

/** The cohort of some of its rows, in the order given. */
export function takeRows(cohort: Cohort, rows: ArrayLike<number>): Cohort {
  const at = Uint32Array.from(rows);
  const keys = (values: readonly string[]) => Array.from(at, (row) => values[row] as string);
  const columns = Object.fromEntries(
    Object.entries(cohort.columns).map(([name, column]) => [name, takenColumn(column, at)]),
  );
  return Object.freeze({
    ...cohort,
    rows: at.length,
    patientId: keys(cohort.patientId),
    sampleId: keys(cohort.sampleId),
    site: keys(cohort.site),
    columns: Object.freeze(columns),
  });
}

function takenColumn(column: Column, at: Uint32Array): Column {
  const missing = Uint8Array.from(at, (row) => column.missing[row] as number);
  if (column.kind === 'number') {
    return { ...column, missing, values: Float64Array.from(at, (row) => column.values[row] as number) };
  }
  if (column.kind === 'category') {
    return { ...column, missing, codes: Int32Array.from(at, (row) => column.codes[row] as number) };
  }
  return { ...column, missing, values: Array.from(at, (row) => column.values[row] as string) };
}
