import { defineMetric } from './metric.ts';

/**
 * Spiegelhalter's z: the Brier score's distance from what it would be were every risk true, in standard errors.
 *
 *     z = Σ wᵢ (yᵢ − pᵢ)(1 − 2pᵢ) / √ Σ wᵢ (1 − 2pᵢ)² pᵢ (1 − pᵢ)
 *
 * Standard normal under perfect calibration; |z| > 1.96 speaks against it at the 5 % level. Grows with n, so never a
 * measure of how bad. Undefined when there are no rows, or when every p is 0, 0.5 or 1.
 *
 * @example spiegelhalterZ({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.2, 0.2) }) // => { value: 1.0606601717798212 }
 * @see Spiegelhalter DJ (1986) Stat Med 5:421–433
 */
export const spiegelhalterZ = defineMetric(
  {
    id: 'spiegelhalter_z',
    title: 'Spiegelhalter z',
    direction: 'target',
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    optimum: 0,
    kind: 'calibration',
  },
  ({ y, p, w }) => {
    let distance = 0;
    let variance = 0;
    let total = 0;
    for (let row = 0; row < y.length; row++) {
      const weight = w ? w[row] : 1;
      const tilt = 1 - 2 * p[row];
      distance += weight * (y[row] - p[row]) * tilt;
      variance += weight * tilt * tilt * p[row] * (1 - p[row]);
      total += weight;
    }
    if (total === 0) return { undefinedBecause: 'no rows' };
    return variance > 0
      ? { value: distance / Math.sqrt(variance) }
      : { undefinedBecause: 'no variance: every p is 0, 0.5 or 1' };
  },
);
