import { holm, normalCdf, normalQuantile } from '@raredx/stats';
import type { Statement } from './statement.ts';

/** Two-sided p-value by the normal approximation, read back from the interval. */
function pValueOf(made: Statement, confidence: number): number | undefined {
  const { estimate, lower, upper } = made;
  if (!made.metric.startsWith('difference:')) return undefined;
  if (estimate === null || lower === null || upper === null || !(upper > lower)) return undefined;
  const error = (upper - lower) / (2 * normalQuantile((1 + confidence) / 2));
  return 2 * normalCdf(-Math.abs(estimate) / error);
}

/** Holm-adjusted p-values of the statements that are of one metric at one threshold. */
function adjustedWithin(statements: readonly Statement[], confidence: number): Map<Statement, string> {
  const tested = statements.flatMap((made) => {
    const p = pValueOf(made, confidence);
    return p === undefined ? [] : [{ made, p }];
  });
  if (tested.length < 2) return new Map();
  const adjusted = holm(Float64Array.from(tested, ({ p }) => p));
  const text = (p: number) => `Holm p = ${p.toPrecision(2)} over ${tested.length} comparisons`;
  return new Map(tested.map(({ made }, k) => [made, text(adjusted[k])]));
}

/**
 * Adds to each difference its p-value adjusted (Holm) over the levels compared in the same metric: intervals are one by
 * one, and of many levels some will stand apart by chance.
 */
export function withHolm(byLevel: readonly (readonly Statement[])[], confidence: number): Statement[][] {
  const families = new Map<string, Statement[]>();
  for (const made of byLevel.flat()) {
    const key = `${made.metric}@${made.threshold}`;
    const family = families.get(key);
    if (family === undefined) families.set(key, [made]);
    else family.push(made);
  }
  const notes = new Map([...families.values()].flatMap((family) => [...adjustedWithin(family, confidence)]));
  return byLevel.map((statements) =>
    statements.map((made) => {
      const text = notes.get(made);
      return text === undefined ? made : { ...made, note: `${made.note}; ${text}` };
    }),
  );
}
