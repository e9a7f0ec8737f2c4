import { type Predictions, type TextColumn, textAt } from '@raredx/tables';
import { hashLength, leafHash } from './merkle-tree.ts';

/** One hash a row, in the order of the rows' keys, so that the order of the file does not matter. */
export interface PredictionLeaves {
  /** `order[k]`: 0-based row of the table that comes k-th. */
  readonly order: Uint32Array;
  /** 32 bytes a row, in key order. */
  readonly hashes: Uint8Array;
}

/**
 * Leaf hashes of a predictions table: each row as canonical JSON (RFC 8785; columns named as on disk), sorted by
 * (model, partition, repeat, fold, imputation, sample_id, label), text by UTF-16 code units.
 */
export function predictionLeaves(table: Predictions): PredictionLeaves {
  const order = keyOrder(table);
  const text = rowWriter(table);
  const hashes = new Uint8Array(table.rows * hashLength);
  order.forEach((row, place) => {
    hashes.set(leafHash(text(row)), place * hashLength);
  });
  return { order, hashes };
}

/** Rows in the order of their keys. */
export function keyOrder(table: Predictions): Uint32Array {
  const columns = [
    ranks(table.model),
    ranks(table.partition),
    table.repeat,
    table.fold,
    table.imputation ?? new Int32Array(table.rows),
    ranks(table.sampleId),
    ranks(table.label),
  ];
  const order = Uint32Array.from({ length: table.rows }, (_, row) => row);
  return order.sort((a, b) => {
    for (const column of columns) {
      const difference = (column[a] as number) - (column[b] as number);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
}

/** For each row the place of its level among the sorted levels. */
function ranks({ codes, levels }: TextColumn): Uint32Array {
  const sorted = levels.map((_, code) => code).sort((a, b) => compare(levels[a], levels[b]));
  const rank = new Uint32Array(levels.length);
  sorted.forEach((code, place) => {
    rank[code] = place;
  });
  return codes.map((code) => rank[code] as number);
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Writes a row as canonical JSON; the quoted levels are made once, as most rows share them. */
function rowWriter(table: Predictions): (row: number) => string {
  const text = (column: TextColumn) => {
    const quoted = column.levels.map((level) => JSON.stringify(level));
    return (row: number) => quoted[column.codes[row] as number] as string;
  };
  const real = (values: ArrayLike<number>) => (row: number) => String(values[row]);
  const { imputation, time, event } = table;
  const cells: Record<string, (row: number) => string> = {
    patient_id: text(table.patientId),
    sample_id: text(table.sampleId),
    site: text(table.site),
    model: text(table.model),
    partition: text(table.partition),
    label: text(table.label),
    repeat: real(table.repeat),
    fold: real(table.fold),
    y: real(table.y),
    p: real(table.p),
    ...(imputation ? { imputation: real(imputation) } : {}),
    ...(time && event ? { time: real(time), event: real(event) } : {}),
  };
  for (const [name, column] of Object.entries(table.attributes)) cells[`attr_${name}`] = text(column);
  const names = Object.keys(cells).sort();
  const parts = names.map((name, place) => `${place === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const writers = names.map((name) => cells[name] as (row: number) => string);
  return (row) => {
    let line = '';
    for (let i = 0; i < parts.length; i++)
      line += (parts[i] as string) + (writers[i] as (row: number) => string)(row);
    return `${line}}`;
  };
}

/** How a row may be called without naming a patient. */
export function rowName(table: Predictions, row: number): string {
  const resample =
    (table.repeat[row] as number) < 0 ? '' : `, repeat ${table.repeat[row]} fold ${table.fold[row]}`;
  return `row ${row + 1} (${textAt(table.model, row)}, ${textAt(table.partition, row)}${resample})`;
}
