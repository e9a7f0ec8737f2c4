/** What a comparison found: numbers compared, and the largest relative difference among them. */
export interface Difference {
  readonly numbers: number;
  readonly largest: number;
}

const isNumbers = (value: object): value is ArrayLike<number> =>
  ArrayBuffer.isView(value) || (Array.isArray(value) && value.every((x) => typeof x === 'number'));

const together = (parts: readonly Difference[]): Difference => ({
  numbers: parts.reduce((sum, { numbers }) => sum + numbers, 0),
  largest: parts.reduce((most, { largest }) => Math.max(most, largest), 0),
});

function ofNumbers(got: ArrayLike<number>, expected: ArrayLike<number>, floor: number): Difference {
  if (got?.length !== expected.length) return { numbers: expected.length, largest: Number.POSITIVE_INFINITY };
  const scale = Math.max(floor, ...Array.from(expected, Math.abs), Number.MIN_VALUE);
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = got[i] === expected[i] ? 0 : Math.abs(got[i]! - expected[i]!) / scale;
    largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return { numbers: expected.length, largest };
}

/**
 * The largest difference between what was got and what is expected, number by number: relative to the expected number,
 * in an array to its largest one, and never to less than `floor`. Null where the reference has no answer is skipped; no
 * number where one is expected is an infinite difference.
 */
export function difference(got: unknown, expected: unknown, floor: number): Difference {
  if (expected === null || expected === undefined) return { numbers: 0, largest: 0 };
  if (typeof expected === 'number') return ofNumbers([got as number], [expected], floor);
  if (typeof expected !== 'object')
    return { numbers: 1, largest: got === expected ? 0 : Number.POSITIVE_INFINITY };
  if (isNumbers(expected)) return ofNumbers(got as ArrayLike<number>, expected, floor);
  return together(
    Object.entries(expected).map(([key, value]) =>
      difference((got as Record<string, unknown> | undefined)?.[key], value, floor),
    ),
  );
}
