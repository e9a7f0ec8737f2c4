import { type Predictions, textColumn } from '@raredx/tables';

/** One row of a hand-made predictions table; what is left out is filled in as for a bare `y,p` file. */
export interface HandRow {
  readonly y: 0 | 1;
  readonly p: number;
  readonly patient?: string;
  readonly sample?: string;
  readonly site?: string;
  readonly model?: string;
  readonly partition?: string;
  readonly repeat?: number;
  readonly fold?: number;
  readonly label?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export function predictionsTable(rows: readonly HandRow[]): Predictions {
  const text = (of: (row: HandRow, place: number) => string) => textColumn(rows.map(of));
  const patient = (row: HandRow, place: number) => row.patient ?? `p${String(place).padStart(6, '0')}`;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.attributes ?? {})))];
  return {
    rows: rows.length,
    patientId: text(patient),
    sampleId: text((row, place) => row.sample ?? patient(row, place)),
    site: text((row) => row.site ?? 'one'),
    model: text((row) => row.model ?? 'model'),
    partition: text((row) => row.partition ?? 'external'),
    repeat: Int32Array.from(rows, (row) => row.repeat ?? -1),
    fold: Int32Array.from(rows, (row) => row.fold ?? -1),
    label: text((row) => row.label ?? 'outcome'),
    y: Uint8Array.from(rows, (row) => row.y),
    p: Float64Array.from(rows, (row) => row.p),
    attributes: Object.fromEntries(
      names.map((name) => [name, text((row) => row.attributes?.[name] ?? 'unknown')]),
    ),
    unchecked: [],
  };
}
