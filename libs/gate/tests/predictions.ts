import { constantColumn, type Predictions, textColumn } from '@raredx/tables';

interface Row {
  readonly patient: string;
  readonly y?: 0 | 1;
  readonly p?: number;
  readonly partition?: string;
  readonly model?: string;
  readonly site?: string;
}

/** A table of predictions, a row a patient. */
export function predictionsOf(rows: readonly Row[]): Predictions {
  const patients = textColumn(rows.map(({ patient }) => patient));
  return {
    ...{ rows: rows.length, patientId: patients, sampleId: patients },
    site: textColumn(rows.map(({ site = 'elsewhere' }) => site)),
    model: textColumn(rows.map(({ model = 'network' }) => model)),
    partition: textColumn(rows.map(({ partition = 'external' }) => partition)),
    repeat: new Int32Array(rows.length).fill(-1),
    fold: new Int32Array(rows.length).fill(-1),
    label: constantColumn('relapse', rows.length),
    y: Uint8Array.from(rows, ({ y = 0 }) => y),
    p: Float64Array.from(rows, ({ p = 0.5 }) => p),
    attributes: { sex: textColumn(rows.map((_, i) => (i % 2 ? 'F' : 'M'))) },
    unchecked: [],
  };
}
