/** What each place of a picture adds to a score, row by row from the top. */
export interface AttributionMap {
  readonly height: number;
  readonly width: number;
  readonly values: Float64Array;
}

/**
 * A map as means over a grid of cells; a map that is coarser than the grid repeats its values.
 *
 * @example
 * gridOf({ height: 2, width: 2, values: Float64Array.of(1, 2, 3, 4) }, 1) // => Float64Array.of(2.5)
 */
export function gridOf({ height, width, values }: AttributionMap, side: number): Float64Array {
  const cells = new Float64Array(side * side);
  const span = (at: number, length: number): readonly [number, number] => {
    const start = Math.floor((at * length) / side);
    return [start, Math.max(start + 1, Math.floor(((at + 1) * length) / side))];
  };
  for (let y = 0; y < side; y++) {
    const [top, bottom] = span(y, height);
    for (let x = 0; x < side; x++) {
      const [left, right] = span(x, width);
      let total = 0;
      for (let v = top; v < bottom; v++) for (let u = left; u < right; u++) total += values[v * width + u];
      cells[y * side + x] = total / ((bottom - top) * (right - left));
    }
  }
  return cells;
}

/** The map at another size, by straight lines between the centres of its places. */
export function resizedMap(map: AttributionMap, height: number, width: number): AttributionMap {
  const rows = places(height, map.height);
  const columns = places(width, map.width);
  const at = (v: number, u: number) => map.values[v * map.width + u];
  const values = new Float64Array(height * width);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      const above = at(row.low, column.low) * (1 - column.share) + at(row.low, column.high) * column.share;
      const below = at(row.high, column.low) * (1 - column.share) + at(row.high, column.high) * column.share;
      values[y * width + x] = above * (1 - row.share) + below * row.share;
    });
  });
  return { height, width, values };
}

const places = (to: number, from: number) =>
  Array.from({ length: to }, (_, i) => {
    const at = Math.min(Math.max(((i + 0.5) / to) * from - 0.5, 0), from - 1);
    const low = Math.floor(at);
    return { low, high: Math.min(low + 1, from - 1), share: at - low };
  });
