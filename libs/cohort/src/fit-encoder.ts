import { ConfigError } from '@raredx/experiment';
import { quantile } from '@raredx/stats';
import type { CategoryColumn, NumberColumn } from './column.ts';
import { columnOf } from './column-of.ts';
import { type EncoderTerm, encodeTerm, termName } from './encoder-term.ts';
import type { Cohort } from './load-cohort.ts';
import { rowsFingerprint } from './rows-fingerprint.ts';

/** From typed columns to the numbers a model sees, as fitted on some rows and nothing else. */
export interface Encoder {
  /** Names of the matrix columns: `age_years`, `stage=II`, `age_years missing`. */
  readonly columns: readonly string[];
  readonly terms: readonly EncoderTerm[];
  /** `rowsFingerprint` of the rows it was fitted on; the leak certificate compares it with the fold. */
  readonly fittedOn: string;
  /** What a reader of the model should know, for instance levels that no training row had. */
  readonly notes: readonly string[];
  /** One array a matrix column, in the order of the rows; of the cohort fitted on unless another is given. */
  transform(rows: ArrayLike<number>, cohort?: Cohort): Float64Array[];
}

/**
 * Fits an encoder on the given rows only: numbers are standardised (mean, sample standard deviation), categories
 * become a column for each level but the first declared one. Missing numbers become the median and missing categories
 * the commonest level, with an indicator column where the fitted rows have missing values.
 *
 * @throws ConfigError on unknown predictors and on text columns
 */
export function fitEncoder(cohort: Cohort, rows: ArrayLike<number>, predictors: readonly string[]): Encoder {
  if (rows.length === 0) throw new ConfigError('encoder', 'there are no rows to fit on');
  const notes: string[] = [];
  const terms = predictors.flatMap((name) => {
    const column = columnOf(cohort, name);
    if (column.kind === 'text') {
      throw new ConfigError('encoder', `${name} is text and cannot be a predictor`);
    }
    const fitted =
      column.kind === 'number' ? numberTerms(column, rows, notes) : levelTerms(column, rows, notes);
    const anyMissing = Array.prototype.some.call(rows, (row: number) => column.missing[row] === 1);
    return anyMissing ? [...fitted, { kind: 'missing', column: name } as const] : fitted;
  });
  return encoderOf(cohort, terms, { fittedOn: rowsFingerprint(cohort, rows), notes });
}

/** An encoder from its stored terms, for instance those of a saved model. */
export function encoderOf(
  cohort: Cohort,
  terms: readonly EncoderTerm[],
  facts: { readonly fittedOn: string; readonly notes: readonly string[] },
): Encoder {
  return Object.freeze({
    columns: terms.map(termName),
    terms,
    ...facts,
    transform: (rows: ArrayLike<number>, other: Cohort = cohort) =>
      terms.map((term) => encodeTerm(term, columnOf(other, term.column), rows)),
  });
}

function numberTerms(column: NumberColumn, rows: ArrayLike<number>, notes: string[]): EncoderTerm[] {
  const known = Array.from(rows)
    .filter((row) => !column.missing[row])
    .map((row) => column.values[row] as number);
  if (known.length === 0) {
    notes.push(`${column.name}: missing in every row fitted on, left out`);
    return [];
  }
  const fill = quantile(Float64Array.from(known).sort(), 0.5);
  const filled = Array.from(rows, (row) => (column.missing[row] ? fill : (column.values[row] as number)));
  const mean = filled.reduce((sum, value) => sum + value, 0) / filled.length;
  const squares = filled.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = Math.sqrt(squares / Math.max(1, filled.length - 1));
  if (sd === 0) {
    notes.push(`${column.name}: the same in every row fitted on, left out`);
    return [];
  }
  return [{ kind: 'standardised', column: column.name, mean, sd, fill }];
}

/**
 * Levels that no fitted row has are read as the reference: their column would be all zeros and has no coefficient.
 * Where that is the first declared level itself, the first level present takes its place, or the columns would add up
 * to the intercept.
 */
function levelTerms(column: CategoryColumn, rows: ArrayLike<number>, notes: string[]): EncoderTerm[] {
  const counts = new Array<number>(column.levels.length).fill(0);
  for (let i = 0; i < rows.length; i++) {
    const code = column.codes[rows[i] as number] as number;
    if (code >= 0) counts[code] = (counts[code] as number) + 1;
  }
  const fill = column.levels[counts.indexOf(Math.max(...counts))] as string;
  const present = column.levels.filter((_, code) => (counts[code] as number) > 0);
  const absent = column.levels.filter((_, code) => counts[code] === 0);
  const [reference, ...others] = present;
  if (absent.length > 0) {
    notes.push(
      `${column.name}: no row fitted on has ${absent.join(', ')}, read as ${reference ?? 'missing'}`,
    );
  }
  return others.map((level) => ({ kind: 'level', column: column.name, level, fill }));
}
