import { invertSymmetric } from '../matrix/symmetric.ts';
import { climb, type Summit } from './logistic-climb.ts';
import type { LogisticData } from './logistic-data.ts';
import { type LogisticDesign, logisticDesign } from './logistic-design.ts';
import { givenStart, onDataScale } from './logistic-scale.ts';
import { logisticLogLikelihood, predictor } from './logistic-score.ts';

export interface LogisticFit {
  /** Intercept first. */
  readonly coefficients: Float64Array;
  /** Inverse of the observed information, k*k row-major. */
  readonly covariance: Float64Array;
  /** Without the ridge penalty. */
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: true;
}

/**
 * Maximum likelihood logistic regression by Newton's method with step halving. Data without a maximum give the
 * reason: `no rows`, `no events`, `no non-events`, `separation: the likelihood has no maximum`,
 * `singular: columns are collinear`, `not converged in N iterations`.
 *
 * Albert A, Anderson JA (1984). On the existence of maximum likelihood estimates in logistic regression models.
 *
 * @throws RangeError where lengths differ or a value is outside its domain
 * @example
 * fitLogistic({ y: Uint8Array.of(0, 1, 0, 1), columns: [] }).coefficients // => Float64Array.of(0)
 * fitLogistic({ y: Uint8Array.of(0, 0), columns: [] }) // => { undefinedBecause: 'no events' }
 */
export function fitLogistic(data: LogisticData): LogisticFit | { undefinedBecause: string } {
  const design = logisticDesign(data);
  if (design.totals.weight === 0) return { undefinedBecause: 'no rows' };
  if (design.intercept && design.totals.events === 0) return { undefinedBecause: 'no events' };
  if (design.intercept && design.totals.nonEvents === 0) return { undefinedBecause: 'no non-events' };
  const top = fromStart(design, data.start) ?? climb(design, defaultStart(design, data));
  if ('undefinedBecause' in top) return top;
  const covariance = invertSymmetric(top.score.information, top.b.length);
  if (!covariance) return { undefinedBecause: 'singular: columns are collinear' };
  return {
    ...onDataScale(design, top.b, covariance),
    logLikelihood: logisticLogLikelihood(design, top.b),
    iterations: top.iterations,
    converged: true,
  };
}

/** The maximum from a given start; undefined where the start is so far away that it cannot tell whether there is one. */
function fromStart(design: LogisticDesign, start: Float64Array | undefined): Summit | undefined {
  if (!start) return undefined;
  const summit = climb(design, givenStart(design, start));
  if ('undefinedBecause' in summit) return undefined;
  return saturates(design, summit.b) ? undefined : summit;
}

/** Fitted risks within 1e-6 of 0 or 1, where the likelihood is flat whether or not its maximum is near. */
function saturates(design: LogisticDesign, b: Float64Array): boolean {
  for (let i = 0; i < design.rows; i++)
    if (Math.abs(design.offset[i]! + predictor(design, b, i)) > 14) return true;
  return false;
}

function defaultStart(design: LogisticDesign, data: LogisticData): Float64Array {
  const b = new Float64Array(design.penalty.length);
  if (design.intercept && !data.offset) b[0] = Math.log(design.totals.events / design.totals.nonEvents);
  return b;
}
