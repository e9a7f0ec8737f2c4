import { logit } from '@raredx/stats';

/**
 * Mean logit of risks inside (0, 1).
 *
 * @example meanLogit(Float64Array.of(0.5, 0, 1)) // => 0
 */
export function meanLogit(p: Float64Array): number {
  const inside = p.filter((risk) => risk > 0 && risk < 1);
  return inside.reduce((sum, risk) => sum + logit(risk), 0) / Math.max(1, inside.length);
}
