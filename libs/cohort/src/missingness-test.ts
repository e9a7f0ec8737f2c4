import { chiSquareCdf, fitLogistic, independentColumns } from '@raredx/stats';

/** A column of the cohort as predictors of being missing. */
export interface Explainer {
  readonly name: string;
  readonly columns: readonly Float64Array[];
}

/** Fewer rows than this of the rarer kind (missing, observed) for each coefficient, and the model is not fitted. */
const rowsForEach = 5;

/**
 * Likelihood ratio test of a logistic model of the missing indicator against a constant. Explainers come in order of
 * importance: as many as the rarer kind of rows allows. A model that separates is a finding, not a failure: the
 * explainers then say without error which values are missing.
 */
export function missingnessTest(
  missing: Uint8Array,
  explainers: readonly Explainer[],
):
  | { readonly on: readonly string[]; readonly chiSquare: number; readonly df: number; readonly p: number }
  | { readonly undefinedBecause: string } {
  const lacking = missing.reduce((sum, flag) => sum + flag, 0);
  const rarer = Math.min(lacking, missing.length - lacking);
  const room = Math.floor(rarer / rowsForEach);
  if (room < 1)
    return { undefinedBecause: `only ${rarer} rows ${lacking === rarer ? 'missing' : 'observed'}` };
  const candidates = explainers.flatMap(({ name, columns }) => columns.map((values) => ({ name, values })));
  const kept = independentColumns(
    candidates.map(({ values }) => values),
    room,
  ).map((place) => candidates[place] as (typeof candidates)[number]);
  if (kept.length === 0) return { undefinedBecause: 'no complete column to compare with' };
  const fit = fitLogistic({ y: missing, columns: kept.map(({ values }) => values) });
  const none = fitLogistic({ y: missing, columns: [] });
  if ('undefinedBecause' in fit) return fit;
  if ('undefinedBecause' in none) return none;
  const chiSquare = Math.max(0, 2 * (fit.logLikelihood - none.logLikelihood));
  const on = [...new Set(kept.map(({ name }) => name))];
  const p = chiSquareCdf(chiSquare, kept.length, { tail: 'upper' });
  return { on, chiSquare, df: kept.length, p };
}
