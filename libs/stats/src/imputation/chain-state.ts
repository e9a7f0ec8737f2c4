import type { Random } from '../random/random.ts';
import { type ChainedColumn, observedValues } from './chained-column.ts';

/** What stays the same over all imputations of a column. */
export interface ChainedTarget {
  readonly column: ChainedColumn;
  /** Observed values; where missing not to be looked at. */
  readonly values: Float64Array;
  /** Rows that teach: observed, and among those the models may learn from. */
  readonly observed: Uint32Array;
  /** Rows to be imputed, whether the models may learn from them or not. */
  readonly missing: Uint32Array;
  /** Codes that some observed row has, ascending; empty for numbers. */
  readonly classes: readonly number[];
}

/** One imputation under way. */
export interface ChainState {
  /** Completed values by column: numbers or codes. */
  readonly filled: readonly Float64Array[];
  /** By column, one stream for each missing cell: what a row gets depends on its key, not on the other rows. */
  readonly cells: readonly (readonly Random[])[];
}

export function chainedTarget(column: ChainedColumn, learning: Uint8Array): ChainedTarget {
  const values = observedValues(column);
  const rows = Uint32Array.from(values.keys());
  const observed = rows.filter((row) => column.missing[row] === 0 && learning[row] === 1);
  const classes =
    column.kind === 'numeric'
      ? []
      : [...new Set(Array.from(observed, (row) => values[row]!))].sort((a, b) => a - b);
  return { column, values, observed, missing: rows.filter((row) => column.missing[row] === 1), classes };
}

/** Every missing cell starts with the value of a random observed row. */
export function startChain(
  targets: readonly ChainedTarget[],
  random: Random,
  keys: ArrayLike<string | number> | undefined,
): ChainState {
  const cells = targets.map(({ column, missing }) => {
    const stream = random.fork(column.name).fork('cells');
    return Array.from(missing, (row) => stream.fork(keys?.[row] ?? row));
  });
  const filled = targets.map(({ values, observed, missing }, place) => {
    const column = Float64Array.from(values);
    missing.forEach((row, cell) => {
      column[row] = values[observed[cells[place]![cell]!.integer(observed.length)]!]!;
    });
    return column;
  });
  return { filled, cells };
}

/** A column as predictors: itself, or one column of 0 and 1 for each class that teaches but the first. */
export function asPredictors({ column, classes }: ChainedTarget, filled: Float64Array): Float64Array[] {
  if (column.kind === 'numeric') return [filled];
  return classes.slice(1).map((code) => filled.map((value) => (value === code ? 1 : 0)));
}
