import { normalCdf, normalQuantile } from '@raredx/stats';
import { boundOn, type Measured, symmetricScale } from './interval-scale.ts';
import type { Requirement } from './requirement.ts';
import { scoreZ, wilsonAt, wilsonSize } from './wilson-shape.ts';

export type AdjustedInterval =
  | { readonly lower: number; readonly upper: number; readonly confidence: number }
  | { readonly undefinedBecause: string };

/**
 * The row's interval at another confidence. Evidence holds one confidence, a multiplicity rule asks for a wider one.
 * Exact for intervals symmetric on the identity, logit or log scale (Wald, DeLong): half-width × z₂ / z₁ on that
 * scale; and for Wilson's, by the number of patients behind it. Any other interval (percentile bootstrap) is not stretched but
 * refused, with a reason.
 */
export function adjustedInterval(row: Measured, confidence: number): AdjustedInterval {
  if (Math.abs(row.confidence - confidence) < 1e-9) {
    return { lower: row.lower, upper: row.upper, confidence };
  }
  const size = wilsonSize(row);
  const scale = symmetricScale(row);
  if (size !== undefined) return { ...wilsonAt(row.estimate, size, confidence), confidence };
  if (!scale) {
    return {
      undefinedBecause: `the interval (${row.method}) is given at ${percent(row.confidence)} and cannot be carried to the ${percent(confidence)} that the policy asks for`,
    };
  }
  const at = scale.to(row.estimate);
  const half = (at - scale.to(row.lower)) * (zOf(confidence) / zOf(row.confidence));
  return { lower: scale.from(at - half), upper: scale.from(at + half), confidence };
}

/**
 * The smallest α at which the interval of confidence 1 − α still lies inside the requirement (two-sided, so that it is
 * the mirror image of the interval); 1 where the estimate lies outside or the interval has no scale.
 */
export function pValue(row: Measured, requirement: Requirement): number {
  const distance = distanceFrom(row);
  if (!distance) return 1;
  const below = Number.isFinite(requirement.low) ? distance(requirement.low) : Infinity;
  const above = Number.isFinite(requirement.high) ? -distance(requirement.high) : Infinity;
  const z = Math.min(below, above);
  return z > 0 ? 2 * normalCdf(-z) : 1;
}

/** How many standard errors the estimate lies above a bound, as the row's kind of interval counts them. */
function distanceFrom(row: Measured): ((bound: number) => number) | undefined {
  const size = wilsonSize(row);
  const scale = symmetricScale(row);
  if (size !== undefined) return (bound) => scoreZ(row.estimate, size, bound);
  if (!scale) return undefined;
  const at = scale.to(row.estimate);
  const error = (at - scale.to(row.lower)) / zOf(row.confidence);
  return (bound) => (at - boundOn(scale, bound)) / error;
}

function zOf(confidence: number): number {
  return normalQuantile((1 + confidence) / 2);
}

/**
 * A confidence as people write it.
 *
 * @example percent(0.95) // => '95 %'
 * @example percent(1 - 0.05 / 8) // => '99.375 %'
 * @example percent(1 - 1e-6) // => '99.9999 %'
 */
export function percent(confidence: number): string {
  const digits = Math.min(15, Math.max(3, Math.ceil(-Math.log10(1 - confidence))));
  return `${Number((100 * confidence).toFixed(digits))} %`;
}
