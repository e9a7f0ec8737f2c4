import { type Predictions, type Rankings, type TextColumn, textAt } from '@raredx/tables';
import { hashLength, leafHash } from './merkle-tree.ts';

/** One hash a row, in the order of the rows' keys, so that the order of the file does not matter. */
export interface PredictionLeaves {
  /** `order[k]`: 0-based row of the table that comes k-th. */
  readonly order: Uint32Array;
  /** 32 bytes a row, in key order. */
  readonly hashes: Uint8Array;
}

/** What the numbers of a pack follow from. */
export type JudgedTable = Predictions | Rankings;

const isRankings = (table: JudgedTable): table is Rankings => 'candidate' in table;

/**
 * Leaf hashes of a judged table: each row as canonical JSON (RFC 8785; columns named as on disk, the infinite rank and score
 * of a truth that was not ranked null), sorted by its key, text by UTF-16 code units: (model, partition, repeat, fold,
 * imputation, sample_id, label) of predictions, (model, partition, case_id, candidate) of rankings.
 */
export function predictionLeaves(table: JudgedTable): PredictionLeaves {
  const order = keyOrder(table);
  const lineOf = rowWriter(table);
  const hashes = new Uint8Array(table.rows * hashLength);
  order.forEach((row, place) => {
    hashes.set(leafHash(lineOf(row)), place * hashLength);
  });
  return { order, hashes };
}

/** Rows in the order of their keys. */
export function keyOrder(table: JudgedTable): Uint32Array {
  const columns = isRankings(table)
    ? [table.model, table.partition, table.caseId, table.candidate].map(ranks)
    : [
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

type Cell = (row: number) => string;

const text = (column: TextColumn): Cell => {
  const quoted = column.levels.map((level) => JSON.stringify(level));
  return (row) => quoted[column.codes[row] as number] as string;
};
const real =
  (values: ArrayLike<number>): Cell =>
  (row) =>
    Number.isFinite(values[row]) ? String(values[row]) : 'null';

function cellsOf(table: JudgedTable): Record<string, Cell> {
  const shared = {
    patient_id: text(table.patientId),
    site: text(table.site),
    model: text(table.model),
    partition: text(table.partition),
    p: real(table.p),
  };
  if (isRankings(table))
    return {
      ...shared,
      case_id: text(table.caseId),
      candidate: text(table.candidate),
      score: real(table.score),
      rank: real(table.rank),
      is_true: real(table.isTrue),
      candidate_count: real(table.candidateCount),
    };
  const { imputation, time, event } = table;
  return {
    ...shared,
    sample_id: text(table.sampleId),
    label: text(table.label),
    repeat: real(table.repeat),
    fold: real(table.fold),
    y: real(table.y),
    ...(imputation ? { imputation: real(imputation) } : {}),
    ...(time && event ? { time: real(time), event: real(event) } : {}),
  };
}

/** Writes a row as canonical JSON; the quoted levels are made once, as most rows share them. */
function rowWriter(table: JudgedTable): Cell {
  const cells = cellsOf(table);
  for (const [name, column] of Object.entries(table.attributes)) cells[`attr_${name}`] = text(column);
  const names = Object.keys(cells).sort();
  const parts = names.map((name, place) => `${place === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const writers = names.map((name) => cells[name] as Cell);
  return (row) => {
    let line = '';
    for (let i = 0; i < parts.length; i++) line += (parts[i] as string) + (writers[i] as Cell)(row);
    return `${line}}`;
  };
}

/** How a row may be called without naming a patient. */
export function rowName(table: JudgedTable, row: number): string {
  const resample =
    isRankings(table) || (table.repeat[row] as number) < 0
      ? ''
      : `, repeat ${table.repeat[row]} fold ${table.fold[row]}`;
  return `row ${row + 1} (${textAt(table.model, row)}, ${textAt(table.partition, row)}${resample})`;
}
