import type { Estimate } from '@raredx/stats';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Judged } from '../src/judged.ts';
import { expectClose, judged } from './reference.ts';

/** Rows with at least two of each class, risks strictly inside (0, 1) with ties, weights 0–3 but never a class without. */
export const weightedRows: fc.Arbitrary<Required<Pick<Judged, 'y' | 'p' | 'w'>>> = fc
  .array(
    fc.record({
      y: fc.integer({ min: 0, max: 1 }),
      p: fc.integer({ min: 1, max: 63 }).map((k) => k / 64),
      w: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 8, maxLength: 60 },
  )
  .map((rows) => [
    { y: 1, p: 0.25, w: 1 },
    { y: 1, p: 0.75, w: 2 },
    { y: 0, p: 0.25, w: 2 },
    { y: 0, p: 0.75, w: 1 },
    ...rows,
  ])
  .map((rows) => ({
    y: Uint8Array.from(rows, (row) => row.y),
    p: Float64Array.from(rows, (row) => row.p),
    w: Float64Array.from(rows, (row) => row.w),
  }));

/** Each row as many times as it weighs. */
export function copiesOf({ y, p, w }: Judged): Judged {
  const rows = Array.from(y.keys()).flatMap((row) => new Array<number>(w?.[row] ?? 1).fill(row));
  return rowsOf({ y, p }, rows);
}

/** Some rows, in the order given. */
export function rowsOf({ y, p, w }: Judged, rows: readonly number[]): Judged {
  return judged(
    rows.map((row) => y[row] as number),
    rows.map((row) => p[row] as number),
    w && rows.map((row) => w[row] as number),
  );
}

/** Both defined and close, or both undefined. */
export function expectSameEstimate(got: Estimate, expected: Estimate, relative: number): void {
  if ('undefinedBecause' in expected) {
    expect(got).toHaveProperty('undefinedBecause');
  } else {
    if ('undefinedBecause' in got)
      expect.fail(`undefined: ${got.undefinedBecause}, expected ${expected.value}`);
    expectClose(got.value, expected.value, relative);
  }
}
