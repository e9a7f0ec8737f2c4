import { holm, normalCdf, normalQuantile } from '@raredx/stats';
import type { Statement } from './statement.ts';
import { statement } from './statement.ts';

/** Differences between groups make sense for these; a threshold metric is compared at each declared threshold. */
const compared = new Set([
  'auroc',
  'auprc',
  'brier',
  'log_loss',
  'calibration_in_the_large',
  'calibration_slope',
  'ici',
  'sensitivity',
  'specificity',
  'ppv',
  'npv',
  'net_benefit',
]);

/**
 * Limits of a difference of two independent estimates from the limits of each: for proportions with Wilson limits
 * Newcombe's method 10, and the same square-and-add elsewhere (MOVER).
 *
 *     d − √((a − aₗ)² + (bᵤ − b)²),  d + √((aᵤ − a)² + (b − bₗ)²)
 *
 * @see Newcombe RG (1998) Stat Med 17:873–890; Zou GY, Donner A (2008) Stat Med 27:1693–1702
 * @example moverDifference({ estimate: 0.5, lower: 0.4, upper: 0.6 }, { estimate: 0.5, lower: 0.5, upper: 0.5 })
 * // => { lower: -0.09999999999999998, upper: 0.09999999999999998 }
 */
export function moverDifference(
  a: { readonly estimate: number; readonly lower: number; readonly upper: number },
  b: { readonly estimate: number; readonly lower: number; readonly upper: number },
): { readonly lower: number; readonly upper: number } {
  const difference = a.estimate - b.estimate;
  return {
    lower: difference - Math.hypot(a.estimate - a.lower, b.upper - b.estimate),
    upper: difference + Math.hypot(a.upper - a.estimate, b.estimate - b.lower),
  };
}

export interface DisparityOptions {
  readonly confidence: number;
  readonly level: string;
  readonly reference: string;
  /** Whether some patient is in both levels, so that the two are not independent. */
  readonly overlapping: boolean;
}

function difference(of: Statement, against: Statement, options: DisparityOptions): Statement {
  const { level, reference, confidence } = options;
  const metric = `difference:${of.metric}`;
  const note = `${level} minus ${reference} (the largest group)`;
  const parts = { threshold: of.threshold, method: `square-and-add of both intervals (${of.method})`, note };
  if (of.estimate === null || against.estimate === null) {
    const [where, why] =
      of.estimate === null ? [level, of.undefinedBecause] : [reference, against.undefinedBecause];
    return statement(metric, { undefinedBecause: `in ${where}: ${why}` }, parts);
  }
  const value = { value: of.estimate - against.estimate };
  if (options.overlapping) {
    const limits = { undefinedBecause: 'some patients are in both groups' };
    return statement(metric, value, { ...parts, limits });
  }
  if (of.lower === null || of.upper === null || against.lower === null || against.upper === null) {
    const limits = { undefinedBecause: 'one of the two has none' };
    return statement(metric, value, { ...parts, limits });
  }
  const limits = moverDifference(
    { estimate: of.estimate, lower: of.lower, upper: of.upper },
    { estimate: against.estimate, lower: against.lower, upper: against.upper },
  );
  return statement(metric, value, { ...parts, limits, confidence });
}

/** One level against the largest, metric by metric. */
export function disparityStatements(
  of: readonly Statement[],
  against: readonly Statement[],
  options: DisparityOptions,
): Statement[] {
  const key = (s: Statement) => `${s.metric}@${s.threshold}`;
  const reference = new Map(against.map((s) => [key(s), s]));
  return of.flatMap((s) => {
    const other = reference.get(key(s));
    return compared.has(s.metric) && other ? [difference(s, other, options)] : [];
  });
}

/** Two-sided p-value by the normal approximation, read back from the interval. */
function pValueOf({ estimate, lower, upper }: Statement, confidence: number): number | undefined {
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
