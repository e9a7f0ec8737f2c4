import type { Random } from '../random/random.ts';
import {
  asPredictors,
  type ChainedTarget,
  type ChainState,
  chainedTarget,
  startChain,
} from './chain-state.ts';
import { type ChainedColumn, checkChainedColumns } from './chained-column.ts';
import { chainedStep } from './chained-step.ts';

export interface ChainedOptions {
  /** Completed data sets; see `imputationCount`. */
  readonly imputations: number;
  /** @default 10 */
  readonly iterations?: number;
  readonly random: Random;
  /** Row = column to be imputed, column = predictor: 1 where it is used. @default every other column */
  readonly predictorMatrix?: readonly ArrayLike<number>[];
  /** 1 for the rows that models learn from; the others are imputed and teach nothing. @default all rows */
  readonly learning?: Uint8Array;
  /** Names of the rows: equal names draw equal numbers, whatever other rows there are. @default row number */
  readonly rowKeys?: ArrayLike<string | number>;
  /** Donors of predictive mean matching. @default 5 */
  readonly donors?: number;
}

/** Mean and standard deviation of a column's imputed values among the rows that models learn from. */
export interface ImputationChain {
  readonly column: string;
  /** One array an imputation, one number an iteration. */
  readonly means: readonly Float64Array[];
  readonly deviations: readonly Float64Array[];
}

export interface ChainedImputations {
  /** By imputation, then column: numbers, or codes of a category. */
  readonly completed: readonly (readonly Float64Array[])[];
  /** Of each column that lacks values in rows that models learn from. */
  readonly chains: readonly ImputationChain[];
  /** What could not be done as asked, column by column. */
  readonly notes: readonly string[];
}

/**
 * Multiple imputation by chained equations: each incomplete column in turn is imputed given all others, over and over.
 * Numbers and ordered categories by predictive mean matching, other categories by a logistic or multinomial draw; each
 * model's parameters are drawn anew from their posterior. Columns are visited in the order given.
 *
 * Van Buuren S (2018). Flexible imputation of missing data, 2nd ed., section 4.5. White IR, Royston P, Wood AM (2011).
 * Multiple imputation using chained equations. Stat Med 30:377-399.
 *
 * @returns or the reason: `column x: no observed value`
 * @example
 * imputeChained([{ kind: 'numeric', name: 'x', values: Float64Array.of(4, 4, 0), missing: Uint8Array.of(0, 0, 1) }], { imputations: 1, random: createRandom(1) }).completed // => [[Float64Array.of(4, 4, 4)]]
 */
export function imputeChained(
  columns: readonly ChainedColumn[],
  options: ChainedOptions,
): ChainedImputations | { undefinedBecause: string } {
  checkChainedColumns(columns);
  checkOptions(columns, options);
  const rows = columns[0]?.missing.length ?? 0;
  const learning = options.learning ?? new Uint8Array(rows).fill(1);
  const targets = columns.map((column) => chainedTarget(column, learning));
  const empty = targets.find(({ observed, missing }) => missing.length > 0 && observed.length === 0);
  if (empty) return { undefinedBecause: `column ${empty.column.name}: no observed value` };
  const notes = new Set<string>();
  const made = Array.from({ length: options.imputations }, (_, imputation) =>
    oneImputation(
      targets,
      { ...options, learning, random: options.random.fork('imputation').fork(imputation) },
      notes,
    ),
  );
  const traced = targets.filter(({ missing }) => missing.some((row) => learning[row] === 1));
  return {
    completed: made.map(({ filled }) => filled),
    chains: traced.map(({ column: { name: column } }) => ({
      column,
      means: made.map(({ trace }) => trace.get(column)!.means),
      deviations: made.map(({ trace }) => trace.get(column)!.deviations),
    })),
    notes: [...notes],
  };
}

function checkOptions(columns: readonly ChainedColumn[], options: ChainedOptions): void {
  const { imputations, iterations = 10, donors = 5, predictorMatrix, learning, rowKeys } = options;
  const rows = columns[0]?.missing.length ?? 0;
  for (const [name, value] of Object.entries({ imputations, iterations, donors }))
    if (!(Number.isInteger(value) && value >= 1))
      throw new RangeError(`imputeChained: ${name} must be a whole number >= 1 (${value})`);
  if (predictorMatrix && [predictorMatrix, ...predictorMatrix].some((side) => side.length !== columns.length))
    throw new RangeError(`imputeChained: predictorMatrix is not ${columns.length} by ${columns.length}`);
  for (const [name, given] of Object.entries({ learning, rowKeys }))
    if (given && given.length !== rows)
      throw new RangeError(`imputeChained: ${name} has ${given.length} entries for ${rows} rows`);
}

type Trace = Map<string, { means: Float64Array; deviations: Float64Array }>;

function oneImputation(
  targets: readonly ChainedTarget[],
  options: ChainedOptions & { learning: Uint8Array },
  notes: Set<string>,
): { filled: readonly Float64Array[]; trace: Trace } {
  const { iterations = 10, learning, random } = options;
  const state = startChain(targets, random, options.rowKeys);
  const learners = Uint32Array.from(learning.keys()).filter((row) => learning[row] === 1);
  const trace: Trace = new Map();
  for (const { column } of targets)
    trace.set(column.name, { means: new Float64Array(iterations), deviations: new Float64Array(iterations) });
  for (let iteration = 0; iteration < iterations; iteration++)
    for (const [place, target] of targets.entries()) {
      if (target.missing.length === 0) continue;
      const { values, note } = chainedStep(target, {
        predictors: predictorsOf(targets, state, { place, matrix: options.predictorMatrix }),
        learning: learners,
        cells: state.cells[place]!,
        donors: options.donors ?? 5,
        random: random.fork(target.column.name).fork('iteration').fork(iteration),
      });
      if (note) notes.add(`${target.column.name}: ${note}`);
      target.missing.forEach((row, cell) => {
        state.filled[place]![row] = values[cell]!;
      });
      const seen = values.filter((_, cell) => learning[target.missing[cell]!] === 1);
      const { means, deviations } = trace.get(target.column.name)!;
      [means[iteration], deviations[iteration]] = meanAndDeviation(seen);
    }
  return { filled: state.filled, trace };
}

function predictorsOf(
  targets: readonly ChainedTarget[],
  { filled }: ChainState,
  { place, matrix }: { place: number; matrix: readonly ArrayLike<number>[] | undefined },
): Float64Array[] {
  return targets.flatMap((target, other) =>
    other !== place && (matrix?.[place]?.[other] ?? 1) ? asPredictors(target, filled[other]!) : [],
  );
}

function meanAndDeviation(values: Float64Array): [number, number] {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return [mean, values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1))];
}
