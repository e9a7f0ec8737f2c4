import { ContractError, type Predictions, partitions, type TextColumn } from '@raredx/tables';

/** Rows of one model, label and partition, in an order that does not depend on the order of the table. */
export interface RowGroup {
  readonly model: string;
  readonly label: string;
  readonly partition: string;
  /** Row numbers, by repeat, then patient, then sample. */
  readonly rows: Uint32Array;
}

export interface PredictionIndex {
  readonly predictions: Predictions;
  /** Place of each patient code among the patients in code-unit order. */
  readonly patientRank: Uint32Array;
  readonly sampleRank: Uint32Array;
  /** By label, partition (in the contract's order), then model. */
  readonly groups: readonly RowGroup[];
}

/** Codes → place in code-unit order; never a locale's order, which differs between machines. */
function ranks(column: TextColumn): Uint32Array {
  const order = Array.from(column.levels.keys()).sort((a, b) =>
    compareText(column.levels[a], column.levels[b]),
  );
  const rank = new Uint32Array(order.length);
  order.forEach((code, place) => {
    rank[code] = place;
  });
  return rank;
}

/** Order by code unit. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function requireRisks(predictions: Predictions): void {
  const { p, y, rows } = predictions;
  for (let row = 0; row < rows; row++) {
    if (!(p[row] >= 0 && p[row] <= 1)) {
      throw new ContractError('predictions', `p is not in [0, 1] (first: row ${row + 1})`);
    }
    if (y[row] > 1) throw new ContractError('predictions', `y is not 0 or 1 (first: row ${row + 1})`);
  }
}

/**
 * Groups and orders the rows once, so that every unit of work starts from slices.
 *
 * @throws ContractError where a risk is not in [0, 1]
 */
export function indexPredictions(predictions: Predictions): PredictionIndex {
  requireRisks(predictions);
  const { model, label, partition, repeat } = predictions;
  const patientRank = ranks(predictions.patientId);
  const sampleRank = ranks(predictions.sampleId);
  const lists = new Map<string, number[]>();
  for (let row = 0; row < predictions.rows; row++) {
    const key = `${label.codes[row]}|${partition.codes[row]}|${model.codes[row]}`;
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [row]);
    else list.push(row);
  }
  const byPlace = (a: number, b: number) =>
    repeat[a] - repeat[b] ||
    patientRank[predictions.patientId.codes[a]] - patientRank[predictions.patientId.codes[b]] ||
    sampleRank[predictions.sampleId.codes[a]] - sampleRank[predictions.sampleId.codes[b]];
  const groups = [...lists].map(([key, list]): RowGroup => {
    const [l, q, m] = key.split('|').map(Number) as [number, number, number];
    return {
      label: label.levels[l],
      partition: partition.levels[q],
      model: model.levels[m],
      rows: Uint32Array.from(list).sort(byPlace),
    };
  });
  const place = (name: string) => (partitions as readonly string[]).indexOf(name);
  groups.sort(
    (a, b) =>
      compareText(a.label, b.label) ||
      place(a.partition) - place(b.partition) ||
      compareText(a.model, b.model),
  );
  return { predictions, patientRank, sampleRank, groups };
}

/** The rows of one model; none where it has no predictions there. */
export function rowsOf(index: PredictionIndex, key: Omit<RowGroup, 'rows'>): Uint32Array {
  const group = index.groups.find(
    (g) => g.model === key.model && g.label === key.label && g.partition === key.partition,
  );
  return group?.rows ?? new Uint32Array(0);
}

/** Rows at one level of a column, order kept. */
export function rowsAt(rows: Uint32Array, column: TextColumn, level: string): Uint32Array {
  const code = column.levels.indexOf(level);
  return rows.filter((row) => column.codes[row] === code);
}

/** The levels that occur in some rows, in code-unit order. */
export function levelsIn(rows: Uint32Array, column: TextColumn): string[] {
  const seen = new Uint8Array(column.levels.length);
  for (const row of rows) seen[column.codes[row]] = 1;
  return column.levels.filter((_, code) => seen[code] === 1).sort(compareText);
}
