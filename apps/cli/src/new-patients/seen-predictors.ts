import { type Cohort, columnOf } from '@raredx/cohort';

/** What the patients that were learned from had in a predictor. */
export interface SeenPredictor {
  readonly column: string;
  /** Whether one of them lacked it: then the model has met a gap. */
  readonly gaps: boolean;
  /** Levels that one of them had; null for numbers. */
  readonly levels: readonly string[] | null;
}

/** What some rows had in each predictor. */
export function seenPredictors(
  cohort: Cohort,
  rows: ArrayLike<number>,
  predictors: readonly string[],
): SeenPredictor[] {
  return predictors.map((name) => {
    const column = columnOf(cohort, name);
    const gaps = Array.from(rows).some((row) => column.missing[row] === 1);
    if (column.kind !== 'category') return { column: name, gaps, levels: null };
    const codes = new Set(Array.from(rows, (row) => column.codes[row] as number));
    return { column: name, gaps, levels: column.levels.filter((_, code) => codes.has(code)) };
  });
}

/** Of each row, the predictors that it lacks, and those in which the model has met nothing of the kind. */
export interface Unmet {
  readonly missing: readonly string[];
  /** Missing, where no patient that was learned from lacked it; or a level that none of them had. */
  readonly unseen: readonly string[];
}

/** What the model has to guess of each row. */
export function unmetOf(cohort: Cohort, seen: readonly SeenPredictor[]): Unmet[] {
  const columns = seen.map((one) => ({ ...one, found: columnOf(cohort, one.column) }));
  return Array.from({ length: cohort.rows }, (_, row) => {
    const missing = columns.filter(({ found }) => found.missing[row] === 1);
    const strange = columns.filter(({ found, levels }) => {
      if (found.kind !== 'category' || levels === null || found.missing[row] === 1) return false;
      return !levels.includes(found.levels[found.codes[row] as number] as string);
    });
    const unseen = [...missing.filter(({ gaps }) => !gaps), ...strange];
    return { missing: missing.map(({ column }) => column), unseen: unseen.map(({ column }) => column) };
  });
}
