import { expit, fitLogistic, fitMultinomial } from '@raredx/stats';
import { TrainingError } from '../training-error.ts';
import type { StatedRisks } from './paired-measures.ts';

export interface ControlRows {
  readonly columns: readonly Float64Array[];
  readonly rows: number;
}

export interface LogisticControlOptions {
  /** Class of each training row. */
  readonly classes: ArrayLike<number>;
  /** 1 for a binary outcome, else the number of classes. */
  readonly units: number;
  /** Penalty on the squared slopes of standardised columns. @default 1 */
  readonly ridge?: number;
}

/**
 * What a simple model makes of simple columns (age, size, mean colour, a few components of frozen features): logistic or
 * softmax regression with a ridge on columns standardised by the training rows. A network that does not beat it has
 * learned nothing that needed a network.
 *
 * @throws TrainingError where the training rows cannot support it
 * @example
 * logisticControl({ rows: 4, columns: [Float64Array.of(-1, 0, 0, 1)] }, { rows: 1, columns: [Float64Array.of(0)] }, { classes: [0, 1, 0, 1], units: 1 }).risks // => Float64Array.of(0.5)
 */
export function logisticControl(
  train: ControlRows,
  judge: ControlRows,
  { classes, units, ridge = 1 }: LogisticControlOptions,
): StatedRisks {
  const scales = train.columns.flatMap((column, at) => {
    const { mean, deviation } = momentsOf(column);
    return deviation > 0 ? [{ at, mean, deviation }] : [];
  });
  const standardised = ({ columns }: ControlRows) =>
    scales.map(({ at, mean, deviation }) => columns[at].map((value) => (value - mean) / deviation));
  const columns = standardised(train);
  const fit =
    units === 1
      ? fitLogistic({ y: Float64Array.from(classes), columns, ridge })
      : fitMultinomial({ y: classes, classes: units, columns, ridge });
  if ('undefinedBecause' in fit) throw new TrainingError('logistic control', fit.undefinedBecause);
  const scores = scoresOf(fit.coefficients, standardised(judge), judge.rows);
  if (units === 1) return { units, risks: scores.map(expit) };
  return { units, risks: softmaxAgainstFirst(scores, judge.rows, units) };
}

/** Equations one after the other, each over all rows. */
function scoresOf(coefficients: Float64Array, columns: readonly Float64Array[], rows: number): Float64Array {
  const width = columns.length + 1;
  return Float64Array.from({ length: (coefficients.length / width) * rows }, (_, at) => {
    const equation = Math.floor(at / rows) * width;
    return columns.reduce(
      (score, column, c) => score + coefficients[equation + c + 1] * column[at % rows],
      coefficients[equation],
    );
  });
}

function softmaxAgainstFirst(scores: Float64Array, rows: number, units: number): Float64Array {
  const risks = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    const own = Array.from({ length: units }, (_, c) => (c === 0 ? 0 : scores[(c - 1) * rows + row]));
    const top = Math.max(...own);
    const total = own.reduce((sum, score) => sum + Math.exp(score - top), 0);
    own.forEach((score, c) => {
      risks[row * units + c] = Math.exp(score - top) / total;
    });
  }
  return risks;
}

function momentsOf(column: Float64Array): { readonly mean: number; readonly deviation: number } {
  const mean = column.reduce((total, value) => total + value, 0) / column.length;
  const square = column.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(square / column.length) };
}
