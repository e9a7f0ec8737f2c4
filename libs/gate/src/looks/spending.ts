import { normalCdf, normalQuantile } from '@raredx/stats';

/** How the error that a family of looks may make is shared out among them. */
export type Spending = 'obrien-fleming' | 'pocock' | 'fixed';

/**
 * Error spent up to a share t of the information, of Lan and DeMets; α is two-sided and spent alike on both sides.
 *
 *     O'Brien–Fleming   4 (1 − Φ(z / √t)), z the upper α/4 quantile
 *     Pocock            α ln(1 + (e − 1) t)
 *     fixed             α t
 *
 * @param t share of the planned information, cut to [0, 1]
 * @throws RangeError where α is outside (0, 1) or t is not a number
 * @see Lan KKG, DeMets DL (1983) Biometrika 70:659–663
 *
 * @example spentAlpha('pocock', 0.05, 1) // => 0.05
 * @example spentAlpha('obrien-fleming', 0.05, 0.5) // => 0.00305065
 */
export function spentAlpha(spending: Spending, alpha: number, t: number): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`spentAlpha: alpha outside (0, 1) (${alpha})`);
  if (Number.isNaN(t)) throw new RangeError('spentAlpha: t is not a number');
  if (t <= 0) return 0;
  if (t >= 1) return alpha;
  if (spending === 'fixed') return alpha * t;
  if (spending === 'pocock') return alpha * Math.log(1 + (Math.E - 1) * t);
  return 4 * normalCdf(normalQuantile(alpha / 4) / Math.sqrt(t));
}
