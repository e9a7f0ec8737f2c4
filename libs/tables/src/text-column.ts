/** A column of strings, stored once each: row i holds `levels[codes[i]]`. */
export interface TextColumn {
  readonly codes: Uint32Array;
  readonly levels: readonly string[];
}

/**
 * Encodes strings in order of first appearance.
 *
 * @example textColumn(['b', 'a', 'b']) // => { codes: Uint32Array.of(0, 1, 0), levels: ['b', 'a'] }
 */
export function textColumn(values: readonly string[]): TextColumn {
  const codeOf = new Map<string, number>();
  const codes = new Uint32Array(values.length);
  values.forEach((value, row) => {
    let code = codeOf.get(value);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(value, code);
    }
    codes[row] = code;
  });
  return { codes, levels: [...codeOf.keys()] };
}

/** The string of one row. */
export function textAt(column: TextColumn, row: number): string {
  return column.levels[column.codes[row] as number] as string;
}

/** One value for every row. */
export function constantColumn(value: string, rows: number): TextColumn {
  return { codes: new Uint32Array(rows), levels: [value] };
}
