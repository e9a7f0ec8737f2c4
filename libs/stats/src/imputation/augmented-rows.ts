export interface AugmentedRows {
  readonly columns: readonly Float64Array[];
  /** Class of each row. */
  readonly y: Uint32Array;
  readonly w: Float64Array;
}

/**
 * Rows with pseudo-observations added, so that no class is predicted perfectly: for each predictor and class two rows
 * half a standard deviation either side of the predictor's mean (within its range), the other predictors at their mean.
 * All of them together weigh as much as (predictors + 1) patients.
 *
 * White IR, Daniel R, Royston P (2010). Avoiding bias due to perfect prediction in multiple imputation of incomplete
 * categorical variables. Comput Stat Data Anal 54:2267-2275.
 *
 * @param observed predictors and class (0 .. classes - 1) of the rows where it is known
 * @param spread the same predictors over all rows of the table, for their means, spreads and ranges
 */
export function augmentedRows(
  observed: { readonly columns: readonly Float64Array[]; readonly y: Uint32Array },
  spread: readonly Float64Array[],
  classes: number,
): AugmentedRows {
  const { columns, y } = observed;
  const predictors = columns.length;
  const extra = 2 * predictors * classes;
  const means = spread.map((column) => column.reduce((total, value) => total + value, 0) / column.length);
  const added = columns.map((_, j) => new Float64Array(extra).fill(means[j]!));
  const labels = new Uint32Array(extra);
  let row = 0;
  for (let j = 0; j < predictors; j++) {
    const [low, high] = halfDeviation(spread[j]!, means[j]!);
    for (let c = 0; c < classes; c++) {
      for (const value of [high, low]) {
        added[j]![row] = value;
        labels[row++] = c;
      }
    }
  }
  const w = new Float64Array(y.length + extra).fill(1);
  w.fill((predictors + 1) / extra, y.length);
  return {
    columns: columns.map((column, j) => joined(new Float64Array(w.length), column, added[j]!)),
    y: joined(new Uint32Array(w.length), y, labels),
    w,
  };
}

/** Mean less and plus half a sample standard deviation, within the range. */
function halfDeviation(values: Float64Array, mean: number): [number, number] {
  let squares = 0;
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    squares += (value - mean) ** 2;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const half = Math.sqrt(squares / Math.max(1, values.length - 1)) / 2;
  return [Math.max(least, mean - half), Math.min(most, mean + half)];
}

function joined<Values extends Float64Array | Uint32Array>(
  into: Values,
  first: Values,
  then: Values,
): Values {
  into.set(first);
  into.set(then, first.length);
  return into;
}
