import type { Predictions, TextColumn } from '@raredx/tables';

/**
 * One row a sample: the mean risk over its imputations, which is what a patient with gaps is told. Judged, it shows how
 * the model does in use, gaps included; `pooledRows` shows how it would do if the gaps were not there.
 *
 * Rows of models without imputations are kept as they are. The order is that of each sample's first row.
 *
 * @see Wood AM, Royston P, White IR (2015) Biom J 57:614–632
 */
export function averagedOverImputations(predictions: Predictions): Predictions {
  const { imputation, ...rest } = predictions;
  if (imputation === undefined) return predictions;
  const places = new Map<string, number>();
  const first: number[] = [];
  const sums: number[] = [];
  const counts: number[] = [];
  for (let row = 0; row < predictions.rows; row++) {
    const key = keyOf(predictions, row);
    const place = places.get(key) ?? first.length;
    if (place === first.length) {
      places.set(key, place);
      first.push(row);
      sums.push(0);
      counts.push(0);
    }
    sums[place] += predictions.p[row];
    counts[place]++;
  }
  // A mean of equal risks may round above them, and above 1.
  const p = Float64Array.from(sums, (sum, place) => Math.min(1, sum / counts[place]));
  return { ...rowsAt(rest, first), p };
}

function keyOf(table: Predictions, row: number): string {
  const { model, label, partition, repeat, fold, sampleId } = table;
  const codes = [model, label, partition, sampleId].map((column) => column.codes[row]);
  return `${codes.join(':')}:${repeat[row]}:${fold[row]}`;
}

function rowsAt(table: Predictions, rows: readonly number[]): Predictions {
  const text = (column: TextColumn) => ({
    ...column,
    codes: Uint32Array.from(rows, (row) => column.codes[row]),
  });
  const { time, event } = table;
  return {
    ...table,
    rows: rows.length,
    patientId: text(table.patientId),
    sampleId: text(table.sampleId),
    site: text(table.site),
    model: text(table.model),
    partition: text(table.partition),
    repeat: Int32Array.from(rows, (row) => table.repeat[row]),
    fold: Int32Array.from(rows, (row) => table.fold[row]),
    label: text(table.label),
    y: Uint8Array.from(rows, (row) => table.y[row]),
    ...(time ? { time: Float64Array.from(rows, (row) => time[row]) } : {}),
    ...(event ? { event: Uint8Array.from(rows, (row) => event[row]) } : {}),
    attributes: Object.fromEntries(
      Object.entries(table.attributes).map(([name, column]) => [name, text(column)]),
    ),
  };
}
