import type { IsotonicCurve } from '@raredx/stats';

/**
 * How far a recalibration may bend the risks, from one parameter to as many as there are tuning patients. The fewer
 * tuning patients, the nearer to the top of this list one should stay.
 *
 * intercept: logit p + a; the ranking and the spread stay.
 * temperature: logit p / T; risks of one half stay one half, so the mean is not corrected.
 * intercept_slope: a + b logit p by maximum likelihood (what most papers now call Platt scaling).
 * platt: 1 / (1 + exp(A p + B)) on the risk itself with Platt's (1999) smoothed targets, as scikit-learn's `sigmoid`
 *   does with predicted probabilities. Not the same as intercept_slope: the curve is a sigmoid of p, not of logit p
 *   (no choice of A and B leaves good risks as they are), risks of 0 and 1 are allowed, and the smoothing keeps it
 *   finite where the tuning outcomes are separated.
 * beta: c + a ln p − b ln(1 − p) with a, b ≥ 0 (Kull et al. 2017); contains the identity (a = b = 1, c = 0).
 * isotonic: never-falling curve, by pooling adjacent violators; straight between fitted risks, level beyond them.
 * venn_abers: the pair of isotonic fits with the new patient once as non-event, once as event (Vovk & Petej 2014).
 */
export const recalibrationKinds = [
  'intercept',
  'temperature',
  'intercept_slope',
  'platt',
  'beta',
  'isotonic',
  'venn_abers',
] as const;

export type RecalibrationKind = (typeof recalibrationKinds)[number];

/** A fitted recalibration, as plain data: it can be written as JSON and applied elsewhere. */
export type Recalibration =
  | { readonly kind: 'intercept'; readonly intercept: number }
  | { readonly kind: 'temperature'; readonly temperature: number }
  | { readonly kind: 'intercept_slope'; readonly intercept: number; readonly slope: number }
  /** Sign as in Platt's paper: a is negative where higher scores mean higher risk. */
  | { readonly kind: 'platt'; readonly a: number; readonly b: number }
  | { readonly kind: 'beta'; readonly a: number; readonly b: number; readonly c: number }
  | { readonly kind: 'isotonic'; readonly curve: IsotonicCurve }
  | {
      readonly kind: 'venn_abers';
      /** Distinct tuning risks, ascending, with their weight and the weight of their events. */
      readonly p: Float64Array;
      readonly weight: Float64Array;
      readonly events: Float64Array;
    };
