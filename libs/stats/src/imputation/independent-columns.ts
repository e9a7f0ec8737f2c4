/** Share of a column's spread that must not be explained by the columns before it. */
const least = 1e-7;

/**
 * Places of the columns that vary and are no linear combination of a constant and the columns before them, at most
 * `most`: what a regression can take. Gram-Schmidt on centred columns.
 *
 * @example
 * independentColumns([Float64Array.of(1, 2, 3), Float64Array.of(5, 5, 5), Float64Array.of(2, 4, 6)], 9) // => [0]
 */
export function independentColumns(columns: readonly Float64Array[], most: number): number[] {
  const basis: Float64Array[] = [];
  const kept: number[] = [];
  columns.forEach((column, place) => {
    if (kept.length >= most) return;
    const mean = column.reduce((total, value) => total + value, 0) / column.length;
    const rest = column.map((value) => value - mean);
    const size = norm(rest);
    if (!(size > 1e-12 * Math.abs(mean) * Math.sqrt(column.length))) return;
    for (const unit of basis) {
      const along = dot(rest, unit);
      for (let i = 0; i < rest.length; i++) rest[i]! -= along * unit[i]!;
    }
    const left = norm(rest);
    if (!(left > least * size)) return;
    basis.push(rest.map((value) => value / left));
    kept.push(place);
  });
  return kept;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

const norm = (values: Float64Array) => Math.sqrt(dot(values, values));
