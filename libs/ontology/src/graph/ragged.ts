/** Lists of integers laid end to end: list `i` is `values.subarray(offsets[i], offsets[i + 1])`. */
export interface Ragged {
  readonly offsets: Int32Array;
  readonly values: Int32Array;
}

/** @example Array.from(raggedOf([[1, 2], [], [3]]).offsets) // => [0, 2, 2, 3] */
export function raggedOf(lists: readonly ArrayLike<number>[]): Ragged {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, at) => {
    offsets[at + 1] = offsets[at] + list.length;
  });
  const values = new Int32Array(offsets[lists.length]);
  lists.forEach((list, at) => {
    values.set(list, offsets[at]);
  });
  return { offsets, values };
}

/** List `at`, a view. */
export const listAt = ({ offsets, values }: Ragged, at: number): Int32Array =>
  values.subarray(offsets[at], offsets[at + 1]);
