import { expit, fitLogistic, type Interval, logit, normalQuantile } from '@raredx/stats';
import type { OutcomeSequence } from './calibration-evidence.ts';

export interface ReferenceCalibration {
  readonly intercept: Interval & { readonly estimate: number };
  readonly slope: Interval & { readonly estimate: number };
  /** Intercept with the slope held at 1. */
  readonly inTheLarge: Interval & { readonly estimate: number };
  /** Of intercept and slope, row-major. */
  readonly covariance: Float64Array;
  /** The intervals hold slope 1 and calibration in the large 0. */
  readonly holds: boolean;
  readonly patients: number;
  readonly events: number;
}

/**
 * Intercept and slope of the outcome on the logit of the risk at the reference, one row a patient, with Wald intervals.
 * Undefined without both classes, with a risk of exactly 0 or 1, and where risks separate the classes.
 *
 * @example referenceCalibration({ y: Uint8Array.of(0, 0), p: Float64Array.of(0.2, 0.3) }, 0.95) // => { undefinedBecause: 'no events' }
 */
export function referenceCalibration(
  { y, p }: OutcomeSequence,
  confidence: number,
): ReferenceCalibration | { undefinedBecause: string } {
  if (p.some((risk) => risk <= 0 || risk >= 1))
    return { undefinedBecause: 'a risk of exactly 0 or 1 has no logit' };
  const logits = Float64Array.from(p, logit);
  const line = fitLogistic({ y, columns: [logits] });
  if ('undefinedBecause' in line) return line;
  const shift = fitLogistic({ y, columns: [], offset: logits });
  if ('undefinedBecause' in shift) return shift;
  const z = normalQuantile((1 + confidence) / 2);
  const wald = (estimate: number, variance: number) => ({
    estimate,
    lower: estimate - z * Math.sqrt(variance),
    upper: estimate + z * Math.sqrt(variance),
    confidence,
    method: 'Wald',
  });
  const slope = wald(line.coefficients[1]!, line.covariance[3]!);
  const inTheLarge = wald(shift.coefficients[0]!, shift.covariance[0]!);
  const contains = ({ lower, upper }: Interval, value: number) => lower <= value && value <= upper;
  return {
    intercept: wald(line.coefficients[0]!, line.covariance[0]!),
    slope,
    inTheLarge,
    covariance: line.covariance,
    holds: contains(slope, 1) && contains(inTheLarge, 0),
    patients: y.length,
    events: y.reduce((sum, one) => sum + one, 0),
  };
}

/**
 * Risks recalibrated by an intercept and a slope.
 *
 * @example recalibratedRisks(Float64Array.of(0.5), { intercept: 0, slope: 2 }) // => Float64Array.of(0.5)
 */
export function recalibratedRisks(
  p: Float64Array,
  { intercept, slope }: { readonly intercept: number; readonly slope: number },
): Float64Array {
  return p.map((risk) => (risk <= 0 || risk >= 1 ? risk : expit(intercept + slope * logit(risk))));
}
