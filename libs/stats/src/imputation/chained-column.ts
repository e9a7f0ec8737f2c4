/** A column of a table with missing values; `missing[i]` is 1 where row i has none. */
export type ChainedColumn = {
  readonly name: string;
  readonly missing: Uint8Array;
} & (
  | { readonly kind: 'numeric'; readonly values: Float64Array }
  /**
   * Codes 0 .. levels - 1; what stands at a missing row is not looked at. `ordered` categories are imputed by
   * predictive mean matching on the code, others by a logistic or multinomial draw.
   */
  | {
      readonly kind: 'category';
      readonly codes: Int32Array;
      readonly levels: number;
      readonly ordered?: boolean;
    }
);

/** What is observed, as numbers. */
export function observedValues(column: ChainedColumn): Float64Array {
  return column.kind === 'numeric' ? column.values : Float64Array.from(column.codes);
}

/** Throws where lengths differ, names repeat or an observed value is outside its column's domain. */
export function checkChainedColumns(columns: readonly ChainedColumn[]): void {
  const rows = columns[0]?.missing.length ?? 0;
  const names = new Set<string>();
  for (const column of columns) {
    const where = `imputeChained: column ${column.name}`;
    if (names.has(column.name)) throw new RangeError(`${where} stands twice`);
    names.add(column.name);
    const values = observedValues(column);
    if (values.length !== rows || column.missing.length !== rows)
      throw new RangeError(
        `${where} has ${values.length} values and ${column.missing.length} flags for ${rows} rows`,
      );
    const valid = (value: number) =>
      column.kind === 'numeric' ? Number.isFinite(value) : value >= 0 && value < column.levels;
    const bad = values.findIndex((value, row) => column.missing[row] === 0 && !valid(value));
    if (bad >= 0) throw new RangeError(`${where} has no valid value where one is observed (row ${bad + 1})`);
  }
}
