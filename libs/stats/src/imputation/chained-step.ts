import type { Random } from '../random/random.ts';
import { categoryDraw } from './category-draw.ts';
import type { ChainedTarget } from './chain-state.ts';
import { donorPool } from './donor-pool.ts';
import { independentColumns } from './independent-columns.ts';
import { linearDraw } from './parameter-draw.ts';
import { predictions } from './predictive-mean-matching.ts';

export interface StepContext {
  /** Predictors over all rows of the table, as filled by now. */
  readonly predictors: readonly Float64Array[];
  /** Rows that the models may learn from. */
  readonly learning: Uint32Array;
  readonly cells: readonly Random[];
  readonly donors: number;
  /** For what the step as a whole draws: parameters, order of ties. */
  readonly random: Random;
}

/** Values for the missing rows, with what had to be given up on the way. */
export interface Step {
  readonly values: Float64Array;
  readonly note?: string;
}

const at = (columns: readonly Float64Array[], rows: Uint32Array) =>
  columns.map((column) => Float64Array.from(rows, (row) => column[row]!));

/** Imputes one column once, given the others. Where no model can be fitted, values of random observed rows. */
export function chainedStep(target: ChainedTarget, context: StepContext): Step {
  const { column, values, observed, missing, classes } = target;
  const y = Float64Array.from(observed, (row) => values[row]!);
  if (y.every((value) => value === y[0]))
    return {
      values: new Float64Array(missing.length).fill(y[0]!),
      note: 'one value observed, imputed everywhere',
    };
  const known = at(context.predictors, observed);
  const kept = independentColumns(known, Math.max(0, y.length - 3));
  const columns = kept.map((place) => known[place]!);
  const wanted = at(
    kept.map((place) => context.predictors[place]!),
    missing,
  );
  const matched = column.kind === 'numeric' || column.ordered;
  const made = matched
    ? matchedValues({ columns, y, wanted }, context)
    : classValues({ columns, y, wanted }, context, {
        classes,
        spread: at(
          kept.map((place) => context.predictors[place]!),
          context.learning,
        ),
      });
  if (!('undefinedBecause' in made)) return { values: made };
  return {
    values: Float64Array.from(context.cells, (cell) => y[cell.integer(y.length)]!),
    note: `${made.undefinedBecause}: imputed by random observed values`,
  };
}

interface Regression {
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  /** The same columns where y is missing. */
  readonly wanted: readonly Float64Array[];
}

function matchedValues({ columns, y, wanted }: Regression, { cells, donors, random }: StepContext) {
  const withOnes = [new Float64Array(y.length).fill(1), ...columns];
  const draw = linearDraw(withOnes, y, random.fork('parameters'));
  if ('undefinedBecause' in draw) return draw;
  const pool = donorPool(
    { predictions: predictions(withOnes, draw.estimate), y },
    { donors, random: random.fork('ties') },
  );
  const targets = predictions([new Float64Array(cells.length).fill(1), ...wanted], draw.coefficients);
  return targets.map((target, cell) => pool.draw(target, cells[cell]!));
}

function classValues(
  { columns, y, wanted }: Regression,
  { cells, random }: StepContext,
  { classes, spread }: { classes: readonly number[]; spread: readonly Float64Array[] },
) {
  const place = new Map(classes.map((code, index) => [code, index]));
  const draw = categoryDraw(
    { columns, y: Uint32Array.from(y, (code) => place.get(code)!) },
    { classes: classes.length, spread, random: random.fork('parameters') },
  );
  if (typeof draw !== 'function') return draw;
  return Float64Array.from(cells, (cell, row) => {
    const x = Float64Array.from(wanted, (column) => column[row]!);
    return classes[draw(x, cell.uniform())]!;
  });
}
