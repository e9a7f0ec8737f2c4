import { fitLogistic } from '../fit/logistic-fit.ts';
import { fitMultinomial } from '../fit/multinomial-fit.ts';
import type { Random } from '../random/random.ts';
import { expit } from '../summary/logit.ts';
import { augmentedRows } from './augmented-rows.ts';
import { normalVector } from './parameter-draw.ts';

/** Draws a class for a row of predictors by one uniform number. */
export type ClassDraw = (predictors: Float64Array, uniform: number) => number;

/**
 * A logistic (two classes) or multinomial regression with its parameters drawn once from their approximate posterior:
 * normal about the maximum, as in Rubin (1987), section 5.3. Perfect prediction is guarded against by
 * `augmentedRows`.
 *
 * @param observed predictors (no column of ones) and class of the rows where it is known; every class occurs
 * @param options.spread the predictors over all rows of the table
 */
export function categoryDraw(
  observed: { readonly columns: readonly Float64Array[]; readonly y: Uint32Array },
  options: { readonly classes: number; readonly spread: readonly Float64Array[]; readonly random: Random },
): ClassDraw | { undefinedBecause: string } {
  const { classes, spread, random } = options;
  const rows = augmentedRows(observed, spread, classes);
  const fit =
    classes === 2
      ? fitLogistic({ ...rows, y: Uint8Array.from(rows.y) })
      : fitMultinomial({ ...rows, classes });
  if ('undefinedBecause' in fit) return fit;
  const drawn = normalVector(fit.coefficients, fit.covariance, random);
  const width = observed.columns.length + 1;
  if (classes === 2) return (x, uniform) => (uniform <= expit(linear(drawn, x)) ? 1 : 0);
  const equations = Array.from({ length: classes - 1 }, (_, c) => drawn.subarray(c * width, (c + 1) * width));
  return (x, uniform) =>
    classAt(
      equations.map((equation) => linear(equation, x)),
      uniform,
    );
}

function linear(coefficients: Float64Array, x: Float64Array): number {
  let total = coefficients[0]!;
  for (let j = 0; j < x.length; j++) total += coefficients[j + 1]! * x[j]!;
  return total;
}

/** The class whose share of the cumulative probability holds the uniform number; class 0 has log odds 0. */
function classAt(logOdds: readonly number[], uniform: number): number {
  const largest = Math.max(0, ...logOdds);
  const odds = [0, ...logOdds].map((value) => Math.exp(value - largest));
  const total = odds.reduce((sum, value) => sum + value, 0);
  let cumulative = 0;
  for (let c = 0; c < logOdds.length; c++) {
    cumulative += odds[c]! / total;
    if (uniform <= cumulative) return c;
  }
  return logOdds.length;
}
