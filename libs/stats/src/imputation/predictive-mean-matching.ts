import type { Random } from '../random/random.ts';
import { donorPool } from './donor-pool.ts';
import { linearDraw } from './parameter-draw.ts';

/**
 * Predictive mean matching, type 1: each missing value takes the value of an observed row drawn from the `donors` rows
 * whose predictions (at the estimate) are nearest to its own prediction (at a posterior draw). Imputes only values that
 * occur.
 *
 * Little RJA (1988). Missing-data adjustments in large surveys. J Bus Econ Stat 6:287-296. Van Buuren S (2018).
 * Flexible imputation of missing data, 2nd ed., section 3.4.
 *
 * @param observed columns (ones included) and values of the rows where y is known
 * @param missing the same columns of the rows where it is not
 * @param options.donors @default 5
 * @returns one imputed value for each missing row
 * @example
 * predictiveMeanMatching({ columns: [Float64Array.of(1, 1)], y: Float64Array.of(7, 7) }, { columns: [Float64Array.of(1)] }, { random: createRandom(1) }) // => Float64Array.of(7)
 */
export function predictiveMeanMatching(
  observed: { columns: readonly Float64Array[]; y: Float64Array },
  missing: { columns: readonly Float64Array[] },
  options: { random: Random; donors?: number },
): Float64Array | { undefinedBecause: string } {
  const { random, donors = 5 } = options;
  if (!(Number.isInteger(donors) && donors >= 1))
    throw new RangeError(`predictiveMeanMatching: donors must be a whole number >= 1 (${donors})`);
  const draw = linearDraw(observed.columns, observed.y, random.fork('parameters'));
  if ('undefinedBecause' in draw) return draw;
  const pool = donorPool(
    { predictions: predictions(observed.columns, draw.estimate), y: observed.y },
    { donors, random: random.fork('ties') },
  );
  const choice = random.fork('donors');
  return predictions(missing.columns, draw.coefficients).map((target) => pool.draw(target, choice));
}

/** Linear predictor of each row. */
export function predictions(columns: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  return (columns[0] ?? new Float64Array(0)).map((_, i) =>
    columns.reduce((total, column, j) => total + coefficients[j]! * column[i]!, 0),
  );
}
