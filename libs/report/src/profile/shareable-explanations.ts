import type { Explanations } from '../explanations/explanations.ts';

const rounded = (value: number | null) => (value === null ? null : Number(value.toFixed(4)));

/** Without pictures, which may be of single patients, and without words that could hold a count. */
export function shareableExplanations(explanations: Explanations | null | undefined): Explanations | null {
  if (!explanations) return null;
  return {
    ...explanations,
    methods: explanations.methods.map(({ description: _, ...one }) => ({
      ...one,
      figures: [],
      gates: one.gates.map((gate) => ({
        ...gate,
        statistic: rounded(gate.statistic),
        lower: rounded(gate.lower),
        upper: rounded(gate.upper),
        why: gate.passed ? 'passed in the internal pack' : 'failed in the internal pack',
      })),
      table: one.table.map((row) => ({
        ...row,
        importance: Number(row.importance.toFixed(4)),
        lower: rounded(row.lower),
        upper: rounded(row.upper),
      })),
    })),
  };
}
