import type { RawTable } from '@raredx/tables';
import { type DraftColumn, draftColumn } from './draft-column.ts';

/** A guess at a declaration, for a person to correct. */
export interface DatasetDraft {
  readonly rows: number;
  readonly patient: string | null;
  readonly site: string | null;
  readonly columns: readonly DraftColumn[];
  /** What has to be decided, column by column. */
  readonly doubts: readonly string[];
}

const patientNames =
  /^((patient|subject|participant|person|case|pat)?[ _.-]?(id|no|nr|number|key|seqno)|patient)$/i;
const siteNames =
  /^(site|cent(er|re)|hospital|clinic|institution|registry|study|country)([ _.-]?(id|no|name|code))?$/i;

/**
 * Reads a table as a declaration would: types, levels, codes of missing values, the patient and the centre. Nothing is
 * decided: what is in doubt is said.
 *
 * @param table cells as text
 */
export function draftDataset(
  table: RawTable,
  given: { readonly patient?: string | undefined; readonly site?: string | undefined } = {},
): DatasetDraft {
  const names = [...table.columns.keys()];
  const cellsOf = (name: string) => table.columns.get(name) as readonly (string | null)[];
  const drafted = names.map((name) => draftColumn(name, cellsOf(name)));
  const full = (name: string) => cellsOf(name).every((cell) => cell !== null && cell !== '');
  const patient =
    given.patient ??
    names.find((name) => patientNames.test(name) && full(name)) ??
    drafted.find(
      ({ name, type }) =>
        (type === 'text' || type === 'integer') && full(name) && new Set(cellsOf(name)).size === table.rows,
    )?.name ??
    null;
  const guessed = patient !== null && patient !== given.patient && !patientNames.test(patient);
  const few = (name: string) => new Set(cellsOf(name)).size <= Math.max(2, table.rows / 3);
  const site =
    given.site ??
    drafted.find(
      ({ name, type }) =>
        name !== patient && type !== 'number' && siteNames.test(name) && full(name) && few(name),
    )?.name ??
    null;
  const columns = drafted.map((column): DraftColumn => {
    if (column.name === patient) return { ...column, type: 'text', missing: [], levels: [], doubts: [] };
    if (column.name !== site || column.type === 'category') return column;
    const levels = [...new Set(cellsOf(column.name).filter((cell): cell is string => !!cell))].sort();
    return { ...column, type: 'category', levels, doubts: [] };
  });
  const several = patient !== null && new Set(cellsOf(patient)).size < table.rows;
  return {
    ...{ rows: table.rows, patient, site, columns },
    doubts: [
      ...(patient === null
        ? ['no column tells patients apart: name it with --patient, or every row counts as a patient']
        : []),
      ...(guessed ? [`${patient} is taken as the patient number: no two rows share a value`] : []),
      ...(several ? [`${patient} is not unique: declare the key of the rows as sample`] : []),
      ...(site === null ? ['no column names a centre: all patients count as one site, all'] : []),
      ...columns.flatMap(({ name, doubts }) => doubts.map((doubt) => `${name}: ${doubt}`)),
    ],
  };
}
