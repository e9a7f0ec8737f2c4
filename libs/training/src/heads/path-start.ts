interface Point {
  readonly alpha: Float64Array;
  readonly logits: Float64Array;
}

/**
 * Where to start a fit of the next penalty: at the last one's end, in proportion to C from there, or further along the
 * line of the last two in log C, whichever is lowest. Moves the point.
 *
 * @returns the function that is told each C in turn
 */
export function openPathStart(point: Point, value: (c: number) => number): (c: number) => void {
  const copy = (): Point => ({
    alpha: new Float64Array(point.alpha.length),
    logits: new Float64Array(point.logits.length),
  });
  const end = copy();
  const before = copy();
  let c = 0;
  let cBefore = 0;
  const place = ([own, other]: readonly [number, number]) => {
    for (let i = 0; i < point.alpha.length; i++) {
      point.alpha[i] = own * end.alpha[i]! + other * before.alpha[i]!;
      point.logits[i] = own * end.logits[i]! + other * before.logits[i]!;
    }
  };
  return (next) => {
    const ratio = next / c;
    const along = Math.log(ratio) / Math.log(c / cBefore);
    cBefore = c;
    c = next;
    if (!Number.isFinite(ratio)) return;
    end.alpha.set(point.alpha);
    end.logits.set(point.logits);
    const further = Number.isFinite(along) ? [along, along / 2] : [];
    const guesses = [
      [1, 0] as const,
      [ratio, 0] as const,
      ...further.map((share) => [1 + share, -share] as const),
    ];
    const values = guesses.map((guess) => {
      place(guess);
      return value(next);
    });
    place(guesses[values.indexOf(Math.min(...values))]!);
    before.alpha.set(end.alpha);
    before.logits.set(end.logits);
  };
}
