import { maxTCritical } from '@raredx/stats';
import type { Limits } from '../statements/statement.ts';

/** More resamples than this share without a whole curve, and there is no honest band. */
const tolerated = 0.1;

interface Curve {
  /** On the scale where the band is symmetric. */
  readonly estimates: Float64Array;
  /** One column of replicates a point. */
  readonly replicates: readonly Float64Array[];
}

function deviation(values: Float64Array, whole: readonly number[]): number {
  const mean = whole.reduce((sum, b) => sum + values[b], 0) / whole.length;
  const squares = whole.reduce((sum, b) => sum + (values[b] - mean) ** 2, 0);
  return Math.sqrt(squares / (whole.length - 1));
}

/**
 * A band that holds the whole curve at once: estimate ± c · SE with c the quantile of the largest standardised deviation
 * of a bootstrap curve. Points that never vary have a band of no width and take no part.
 *
 * @see Westfall PH, Young SS (1993) Resampling-Based Multiple Testing, section 2.5
 */
export function simultaneousBand(
  { estimates, replicates }: Curve,
  confidence: number,
): readonly { readonly lower: number; readonly upper: number }[] | { undefinedBecause: string } {
  const bootstrap = replicates[0]?.length ?? 0;
  const whole = Array.from({ length: bootstrap }, (_, b) => b).filter((b) =>
    replicates.every((column) => Number.isFinite(column[b])),
  );
  if (bootstrap === 0) return { undefinedBecause: 'no resamples' };
  const failed = bootstrap - whole.length;
  if (failed > tolerated * bootstrap) {
    return { undefinedBecause: `undefined in ${failed} of ${bootstrap} resamples` };
  }
  if (whole.length < 2) return { undefinedBecause: 'a single resample' };
  const errors = replicates.map((column) => deviation(column, whole));
  if (errors.every((error) => error < 1e-12) && estimates.some((estimate) => estimate !== 0))
    return { undefinedBecause: 'the resamples do not vary' };
  const rows = whole.map((b) =>
    Float64Array.from(errors, (error, k) => (error > 0 ? (replicates[k][b] - estimates[k]) / error : 0)),
  );
  const critical = maxTCritical(rows, confidence);
  return errors.map((error, k) => ({
    lower: estimates[k] - critical * error,
    upper: estimates[k] + critical * error,
  }));
}

/** The band of one point, or why there is none. */
export function bandAt(
  band: readonly { readonly lower: number; readonly upper: number }[] | { undefinedBecause: string },
  k: number,
): Limits {
  return 'undefinedBecause' in band ? band : band[k];
}
