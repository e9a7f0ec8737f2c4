import { loess } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { checkJudged, type Judged } from './judged.ts';

/**
 * Observed risk by local regression of the outcome on p (degree 2, span 0.75, evaluated exactly) at the predicted risks
 * `at`, cut to [0, 1]. Takes p of exactly 0 and 1, which the spline curve cannot; a second view of it, not the curve of
 * the ICI. Outside the range of p it extrapolates, so it gives a reason there.
 *
 * @example loessCalibrationCurve({ y: Uint8Array.of(0, 1, 0, 0, 1, 0, 1, 1), p: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8) }, Float64Array.of(0.5)) // => Float64Array.of(0.458592)
 * @see Austin PC, Steyerberg EW (2014) Stat Med 33:517–535
 */
export function loessCalibrationCurve(
  data: Judged,
  at: Float64Array,
): Float64Array | { undefinedBecause: string } {
  checkJudged('loess calibration curve', data);
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < data.p.length; row++) {
    if (data.w && data.w[row] === 0) continue;
    lowest = Math.min(lowest, data.p[row]);
    highest = Math.max(highest, data.p[row]);
  }
  if (lowest > highest) return { undefinedBecause: 'no rows' };
  for (const risk of at) {
    if (!(risk >= 0 && risk <= 1)) {
      throw new ContractError('loess calibration curve', `point outside [0, 1] (${risk})`);
    }
    if (risk < lowest || risk > highest) {
      return { undefinedBecause: `no p as extreme as ${risk}: the curve would extrapolate` };
    }
  }
  const curve = loess({ x: data.p, y: data.y, ...(data.w ? { w: data.w } : {}) }, { at });
  if ('undefinedBecause' in curve) return curve;
  return curve.map((observed) => Math.min(1, Math.max(0, observed)));
}
