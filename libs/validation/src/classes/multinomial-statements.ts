import { multinomialRecalibration } from '@raredx/metrics';
import { fitMultinomial, normalQuantile } from '@raredx/stats';
import { type Statement, statement } from '../statements/statement.ts';
import type { ClassPopulation, ClassRepeat } from './class-population.ts';

type Undefined = { readonly undefinedBecause: string };

interface Recalibration {
  /** Equation of class 1 (intercept, slopes), then of class 2, …, mean over repeats. */
  readonly coefficients: Float64Array;
  readonly variances: Float64Array;
}

function logRatios({ classes, y, p }: ClassRepeat): Float64Array[] | Undefined {
  let extreme = 0;
  for (let row = 0; row < y.length; row++) {
    if (p.subarray(row * classes, (row + 1) * classes).includes(0)) extreme++;
  }
  if (extreme > 0) return { undefinedBecause: `p is exactly 0 in ${extreme} rows` };
  return Array.from({ length: classes - 1 }, (_, c) =>
    Float64Array.from(y, (_, row) => Math.log(p[row * classes + c + 1] / p[row * classes])),
  );
}

/** Inverse information × score of each row, added to its patient. */
function addScores(
  repeat: ClassRepeat,
  fit: {
    readonly coefficients: Float64Array;
    readonly covariance: Float64Array;
    readonly columns: readonly Float64Array[];
  },
  { share, into }: { readonly share: number; readonly into: readonly Float64Array[] },
): void {
  const width = repeat.classes;
  const size = fit.coefficients.length;
  const score = new Float64Array(size);
  const odds = new Float64Array(width - 1);
  for (let row = 0; row < repeat.y.length; row++) {
    const x = (j: number) => (j === 0 ? 1 : fit.columns[j - 1][row]);
    for (let e = 0; e < width - 1; e++) {
      let linear = 0;
      for (let j = 0; j < width; j++) linear += fit.coefficients[e * width + j] * x(j);
      odds[e] = Math.exp(linear);
    }
    const total = odds.reduce((sum, o) => sum + o, 1);
    for (let e = 0; e < width - 1; e++) {
      const residual = (repeat.y[row] === e + 1 ? 1 : 0) - odds[e] / total;
      for (let j = 0; j < width; j++) score[e * width + j] = residual * x(j) * share;
    }
    for (let a = 0; a < size; a++) {
      let sum = 0;
      for (let b = 0; b < size; b++) sum += fit.covariance[a * size + b] * score[b];
      into[a][repeat.patient[row]] += sum;
    }
  }
}

function recalibrationOf({ repeats, roster, simple, classes }: ClassPopulation): Recalibration | Undefined {
  const size = (classes.length - 1) * classes.length;
  const coefficients = new Float64Array(size);
  const into = Array.from(coefficients, () => new Float64Array(roster.size));
  const share = 1 / repeats.length;
  for (const repeat of repeats) {
    const columns = logRatios(repeat);
    if ('undefinedBecause' in columns) return columns;
    const fit = fitMultinomial({ y: repeat.y, classes: repeat.classes, columns });
    if ('undefinedBecause' in fit) return fit;
    if (simple) {
      const variances = fit.coefficients.map((_, a) => fit.covariance[a * size + a]);
      return { coefficients: fit.coefficients, variances };
    }
    for (let a = 0; a < size; a++) coefficients[a] += fit.coefficients[a] * share;
    addScores(repeat, { ...fit, columns }, { share, into });
  }
  const corrected = roster.size / (roster.size - 1);
  const variances = Float64Array.from(into, (of) => corrected * of.reduce((sum, x) => sum + x * x, 0));
  return { coefficients, variances };
}

/** `multinomial_intercept:B`, `multinomial_slope:B:C`: of log(p_C / p_A) in the equation of B against A. */
function nameOf(classes: readonly string[], at: number): string {
  const [equation, column] = [Math.floor(at / classes.length), at % classes.length];
  const own = classes[equation + 1];
  return column === 0 ? `multinomial_intercept:${own}` : `multinomial_slope:${own}:${classes[column]}`;
}

function testStatement(population: ClassPopulation): Statement {
  const metric = 'multinomial_calibration_chi_square';
  const method = 'likelihood ratio against perfect calibration, no interval';
  if (!population.simple) {
    const reason = { undefinedBecause: 'patients have several rows: no likelihood ratio' };
    return statement(metric, reason, { method });
  }
  const made = multinomialRecalibration(population.repeats[0]);
  if ('undefinedBecause' in made) return statement(metric, made, { method });
  const note = `chi-square on ${made.degreesOfFreedom} degrees of freedom, p = ${made.pValue.toPrecision(3)}`;
  return statement(metric, { value: made.chiSquare }, { method, note });
}

/**
 * Weak calibration of all classes together: intercepts (0 is right) and slopes (the identity is right) of the
 * multinomial regression of the class on the model's log ratios.
 *
 * @see Van Hoorde K et al. (2014) Stat Med 33:2585–2596
 */
export function multinomialStatements(population: ClassPopulation, confidence: number): Statement[] {
  const { classes, simple, repeats } = population;
  const made = recalibrationOf(population);
  const over = repeats.length > 1 ? `, mean of ${repeats.length} repeats` : '';
  const method = simple
    ? 'multinomial recalibration, Wald'
    : `multinomial recalibration, Wald with patient-clustered variance${over}`;
  const note = `against ${classes[0]}`;
  const z = normalQuantile((1 + confidence) / 2);
  const coefficients = Array.from({ length: (classes.length - 1) * classes.length }, (_, at) => {
    const name = nameOf(classes, at);
    if ('undefinedBecause' in made) return statement(name, made, { method, note });
    const value = made.coefficients[at];
    const margin = z * Math.sqrt(made.variances[at]);
    const limits = { lower: value - margin, upper: value + margin };
    return statement(name, { value }, { limits, confidence, method, note });
  });
  return [testStatement(population), ...coefficients];
}
