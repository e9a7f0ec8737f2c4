import { chiSquareCdf, fitMultinomial } from '@raredx/stats';
import { checkClasses, type JudgedClasses, lackingOfClasses, weightByClass } from './multiclass.ts';

export interface MultinomialRecalibration {
  /** aₖ for classes 1 to k − 1, against class 0; 0 is perfect. */
  readonly intercepts: Float64Array;
  /** bₖⱼ, (k − 1) × (k − 1), row-major; the identity is perfect. */
  readonly slopes: Float64Array;
  /** Likelihood ratio against perfect calibration, its degrees of freedom (k − 1) k, and the p-value. */
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/**
 * Weak calibration of all classes together: multinomial logistic regression of the class on the model's own log ratios.
 *
 *     log (P(y = k) / P(y = 0)) = aₖ + Σⱼ bₖⱼ log(pⱼ / p₀),   k, j = 1 … classes − 1
 *
 * Two classes: the calibration intercept and slope. Undefined when a class has no row, when some p is exactly 0, or when
 * the fit has no maximum.
 *
 * @example multinomialRecalibration({ classes: 2, y: Uint8Array.of(1, 0), p: Float64Array.of(0, 1, 1, 0) }) // => { undefinedBecause: 'p is exactly 0 in 2 rows' }
 * @see Van Hoorde K et al. (2014) Stat Med 33:2585–2596
 */
export function multinomialRecalibration(
  data: JudgedClasses,
): MultinomialRecalibration | { undefinedBecause: string } {
  checkClasses('multinomial recalibration', data);
  const { classes, y, w } = data;
  const lacking = lackingOfClasses(weightByClass(data));
  if (lacking) return lacking;
  const columns = logRatios(data);
  if ('undefinedBecause' in columns) return columns;
  const fit = fitMultinomial({ y, classes, columns, ...(w ? { w } : {}) });
  if ('undefinedBecause' in fit) return fit;
  const size = classes - 1;
  const equations = Array.from({ length: size }, (_, k) =>
    fit.coefficients.subarray(k * classes, (k + 1) * classes),
  );
  const chiSquare = Math.max(0, 2 * (fit.logLikelihood - logLikelihoodOf(data)));
  const degreesOfFreedom = size * classes;
  return {
    intercepts: Float64Array.from(equations, ([intercept]) => intercept),
    slopes: Float64Array.from(equations.flatMap((equation) => [...equation.subarray(1)])),
    chiSquare,
    degreesOfFreedom,
    pValue: chiSquareCdf(chiSquare, degreesOfFreedom, { tail: 'upper' }),
  };
}

function logRatios({ classes, y, p, w }: JudgedClasses): Float64Array[] | { undefinedBecause: string } {
  const columns = Array.from({ length: classes - 1 }, () => new Float64Array(y.length));
  let extreme = 0;
  for (let row = 0; row < y.length; row++) {
    if (w && w[row] === 0) continue;
    const risks = p.subarray(row * classes, (row + 1) * classes);
    if (risks.includes(0)) extreme++;
    else for (let k = 1; k < classes; k++) columns[k - 1][row] = Math.log(risks[k] / risks[0]);
  }
  return extreme > 0 ? { undefinedBecause: `p is exactly 0 in ${extreme} rows` } : columns;
}

/** Of the risks as given, made to sum to 1. */
function logLikelihoodOf({ classes, y, p, w }: JudgedClasses): number {
  let sum = 0;
  for (let row = 0; row < y.length; row++) {
    const weight = w ? w[row] : 1;
    if (weight === 0) continue;
    const risks = p.subarray(row * classes, (row + 1) * classes);
    sum += weight * Math.log(risks[y[row]] / risks.reduce((total, risk) => total + risk, 0));
  }
  return sum;
}
