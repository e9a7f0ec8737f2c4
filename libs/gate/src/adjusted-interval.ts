import { normalCdf, normalQuantile } from '@raredx/stats';
import { type Measured, symmetricScale } from './interval-scale.ts';
import type { Requirement } from './requirement.ts';

export type AdjustedInterval =
  | { readonly lower: number; readonly upper: number; readonly confidence: number }
  | { readonly undefinedBecause: string };

/**
 * The row's interval at another confidence. Evidence holds one confidence, a multiplicity rule asks for a wider one.
 * Exact for intervals symmetric on the identity, logit or log scale (Wald, DeLong): half-width × z₂ / z₁ on that
 * scale. Any other interval (Wilson, percentile bootstrap) is not stretched but refused, with a reason.
 */
export function adjustedInterval(row: Measured, confidence: number): AdjustedInterval {
  if (Math.abs(row.confidence - confidence) < 1e-9) {
    return { lower: row.lower, upper: row.upper, confidence };
  }
  const scale = symmetricScale(row);
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
  const scale = symmetricScale(row);
  if (!scale) return 1;
  const at = scale.to(row.estimate);
  const error = (at - scale.to(row.lower)) / zOf(row.confidence);
  const below = Number.isFinite(requirement.low) ? (at - scale.to(requirement.low)) / error : Infinity;
  const above = Number.isFinite(requirement.high) ? (scale.to(requirement.high) - at) / error : Infinity;
  const z = Math.min(below, above);
  return z > 0 ? 2 * normalCdf(-z) : 1;
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
