/** A sample in the order in which replicates sum it. */
export interface ReplicateRows {
  /** Observed outcome, 0 or 1. */
  readonly y: ArrayLike<number>;
  /** Predicted risk in [0, 1]. */
  readonly p: ArrayLike<number>;
  /** Of each row, the unit that is resampled with all its rows, below `units`. @default the row itself */
  readonly unit?: ArrayLike<number>;
  /** @default the number of rows */
  readonly units?: number;
  /** Rows, highest risk first; saves the sort. */
  readonly order?: ArrayLike<number>;
}

export interface ReplicateLayout {
  /** Row of the data at each place, highest risk first, non-events first among equals; -1 for padding. */
  readonly row: Int32Array;
  /** Places before each rank of the order (length rows + 1): where a cut of the ordered rows lies. */
  readonly placeOfRank: Uint32Array;
  /** (start, first event, end) of each run of equal risks with an event, in places. */
  readonly bounds: readonly number[];
  /** Ends of groups of like risk, in places; only where groups are asked for. */
  readonly groupEnd: readonly number[];
}

/**
 * Lays rows out. `divides` says between which neighbours in the order a group ends; each group is padded to an even
 * number of places. Without it there are no groups and no padding but at the end.
 */
export function layOut(
  rows: ReplicateRows,
  divides?: (first: number, row: number) => boolean,
): ReplicateLayout {
  const order = nonEventsFirst(rows);
  const n = order.length;
  const row: number[] = [];
  const placeOfRank = new Uint32Array(n + 1);
  const groupEnd: number[] = [];
  let first = 0;
  for (let rank = 0; rank < n; rank++) {
    if (rank > 0 && divides?.(order[first]!, order[rank]!)) {
      if (row.length % 2 === 1) row.push(-1);
      groupEnd.push(row.length);
      first = rank;
    }
    placeOfRank[rank] = row.length;
    row.push(order[rank]!);
  }
  if (row.length % 2 === 1) row.push(-1);
  if (divides && n > 0) groupEnd.push(row.length);
  if (row.length % 4 !== 0) row.push(-1, -1);
  placeOfRank[n] = row.length;
  return { row: Int32Array.from(row), placeOfRank, bounds: runsOf(rows, order, placeOfRank), groupEnd };
}

/** The given order (or the sorted rows), non-events before events where risks are equal. */
function nonEventsFirst({ y, p, order: given }: ReplicateRows): Uint32Array {
  const order = given
    ? Uint32Array.from(given)
    : Uint32Array.from({ length: y.length }, (_, row) => row).sort((a, b) => p[b]! - p[a]! || a - b);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && p[order[end]!] === p[order[start]!]) end++;
    if (end - start > 1) order.subarray(start, end).sort((a, b) => y[a]! - y[b]! || a - b);
    start = end;
  }
  return order;
}

function runsOf({ y, p }: ReplicateRows, order: Uint32Array, placeOfRank: Uint32Array): number[] {
  const bounds: number[] = [];
  for (let start = 0; start < order.length; ) {
    let middle = start;
    const same = (rank: number) => rank < order.length && p[order[rank]!] === p[order[start]!];
    while (same(middle) && y[order[middle]!] === 0) middle++;
    let end = middle;
    while (same(end)) end++;
    if (end > middle) bounds.push(placeOfRank[start]!, placeOfRank[middle]!, placeOfRank[end]!);
    start = end;
  }
  return bounds;
}
