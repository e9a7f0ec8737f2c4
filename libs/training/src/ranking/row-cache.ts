/**
 * Rows made when a term is first asked for and kept; beyond `kept` rows the one made first makes room. At 8,352
 * candidates 4,096 rows of one channel are 137 MB.
 */
export function rowCache(
  length: number,
  fill: (term: number, row: Float32Array) => void,
  kept = 4096,
): (term: number) => Float32Array {
  const rows = new Map<number, Float32Array>();
  return (term) => {
    const found = rows.get(term);
    if (found) return found;
    const [oldest] = rows.size >= kept ? rows.keys() : [];
    const row = (oldest === undefined ? undefined : rows.get(oldest)) ?? new Float32Array(length);
    if (oldest !== undefined) rows.delete(oldest);
    fill(term, row);
    rows.set(term, row);
    return row;
  };
}
