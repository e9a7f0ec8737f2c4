/** One of the eight ways to lay a square on itself: transposed or not, then mirrored across, then mirrored down. */
export interface Position {
  readonly transposed: boolean;
  readonly across: boolean;
  readonly down: boolean;
}

export const positions: readonly Position[] = [false, true].flatMap((transposed) =>
  [false, true].flatMap((across) => [false, true].map((down) => ({ transposed, across, down }))),
);

/** A square of values laid as the position says. */
export function laid(square: Float32Array, side: number, position: Position): Float32Array {
  const { transposed, across, down } = position;
  const turned = new Float32Array(square.length);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [column, row] = [across ? side - 1 - x : x, down ? side - 1 - y : y];
      turned[y * side + x] = square[transposed ? column * side + row : row * side + column]!;
    }
  }
  return turned;
}
