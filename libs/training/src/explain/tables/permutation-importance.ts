import { type Random, shuffled } from '@raredx/stats';
import { clusteredMean } from '../gates/clustered-mean.ts';

/** Rows that a model was judged on. */
export interface ImportanceTask {
  /** Predictions of `count` rows, row-major. */
  readonly predict: (rows: Float64Array, count: number) => ArrayLike<number>;
  readonly rows: Float64Array;
  readonly width: number;
  /** Name and columns of each predictor: a category spread over columns is shuffled as one. */
  readonly predictors: readonly { readonly name: string; readonly columns: readonly number[] }[];
  /** Patient of each row. */
  readonly groups: ArrayLike<string | number>;
  /** What a prediction costs, e.g. its log loss; the lower the better. */
  readonly loss: (row: number, predicted: number) => number;
}

export interface ImportanceOptions {
  readonly random: Random;
  /** Shuffles of each predictor. @default 20 */
  readonly permutations?: number;
  /** Resamples of patients. @default 1000 */
  readonly resamples?: number;
  readonly confidence?: number;
}

/** A row of the table of an explanation. */
export interface FeatureImportance {
  readonly feature: string;
  readonly importance: number;
  /** Null where the patients are too few for an interval. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Mean rise of the loss when one predictor is shuffled between the rows of a fitted model; intervals over resampled
 * patients. Of two predictors that say the same each looks unimportant.
 *
 * @see Breiman L (2001) Random forests. Machine Learning 45:5–32
 */
export function permutationImportance(
  task: ImportanceTask,
  { random, permutations = 20, resamples = 1000, confidence = 0.95 }: ImportanceOptions,
): readonly FeatureImportance[] {
  const { predict, rows, width, predictors, groups, loss } = task;
  const count = rows.length / width;
  const before = Float64Array.from(predict(rows, count), (p, row) => loss(row, p));
  return predictors.map(({ name, columns }) => {
    const rises = new Float64Array(count);
    for (let k = 0; k < permutations; k++) {
      const order = shuffled(count, random.fork(name).fork(k));
      const moved = rows.slice();
      order.forEach((from, row) => {
        for (const column of columns) moved[row * width + column] = rows[from * width + column];
      });
      const after = predict(moved, count);
      for (let row = 0; row < count; row++)
        rises[row] += (loss(row, after[row]) - before[row]) / permutations;
    }
    const spread = { groups, resamples, confidence, random: random.fork('resamples') };
    const found = clusteredMean(rises, spread);
    const mean = rises.reduce((sum, rise) => sum + rise, 0) / count;
    if ('undefinedBecause' in found) return { feature: name, importance: mean, lower: null, upper: null };
    return { feature: name, importance: found.mean, lower: found.lower, upper: found.upper };
  });
}
