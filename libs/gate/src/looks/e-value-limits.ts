import type { LookEvidence } from '@raredx/tables';
import { boundOn, scaleOf } from '../interval-scale.ts';
import type { Requirement } from '../requirement.ts';

/**
 * ln of the product of the looks' e-values against "on average over the looks, the truth lies at the bound or on its
 * other side" (each of them exp(δ z − δ²/2), see {@link eValue}).
 *
 * @param bound on the metric's own scale
 * @param side 1 where the truth should lie above the bound, −1 below it
 *
 * @example
 * const look = { scale: 'identity', at: 0.3, error: 0.1, shift: 2.5 }
 * logEValue([look, look], 0, 1) // => 8.75
 */
export function logEValue(looks: readonly LookEvidence[], bound: number, side: 1 | -1): number {
  return looks.reduce((sum, { scale, at, error, shift }) => {
    const z = (side * (at - boundOn(scaleOf(scale), bound))) / error;
    return sum + shift * z - (shift * shift) / 2;
  }, 0);
}

/** The smallest of the e-values against the bounds that there are: a claim of two sides needs both. */
export function logEValueOf(looks: readonly LookEvidence[], { low, high }: Requirement): number {
  return Math.min(
    Number.isFinite(low) ? logEValue(looks, low, 1) : Infinity,
    Number.isFinite(high) ? logEValue(looks, high, -1) : Infinity,
  );
}

/**
 * All bounds that the looks' e-values leave standing: a confidence interval that holds at any time, however many looks
 * came before and whatever stopped them, of the mean of the looks' truths (each weighed by δ over its standard error).
 *
 *     Σ δ x / s ± (ln(2 / α) + Σ δ² / 2)   over   Σ δ / s
 *
 * @param looks at least one, on one scale
 * @see Ramdas A, Grünwald P, Vovk V, Shafer G (2023) Stat Sci 38:576–601
 *
 * @example eValueLimits([{ scale: 'identity', at: 0.3, error: 0.1, shift: 2.5 }], 0.95).lower // => 0.0274448
 */
export function eValueLimits(
  looks: readonly LookEvidence[],
  confidence: number,
): { readonly lower: number; readonly upper: number } {
  const scale = scaleOf((looks[0] as LookEvidence).scale);
  const weight = looks.reduce((sum, { shift, error }) => sum + shift / error, 0);
  const centre = looks.reduce((sum, { at, shift, error }) => sum + (shift * at) / error, 0) / weight;
  const price = looks.reduce((sum, { shift }) => sum + (shift * shift) / 2, Math.log(2 / (1 - confidence)));
  return { lower: scale.from(centre - price / weight), upper: scale.from(centre + price / weight) };
}
