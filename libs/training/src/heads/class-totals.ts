import type { DualRows } from './dual-rows.ts';

/** Weight of each class, and of all. */
export function classTotals({ classes, weights, classCount, rows }: DualRows): {
  totals: Float64Array;
  all: number;
} {
  const totals = new Float64Array(classCount);
  let all = 0;
  for (let i = 0; i < rows; i++) {
    totals[classes[i]!]! += weights[i]!;
    all += weights[i]!;
  }
  return { totals, all };
}
