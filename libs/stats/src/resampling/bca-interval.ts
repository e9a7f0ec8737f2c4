import { normalCdf, normalQuantile } from '../distribution/normal.ts';
import type { Interval } from '../summary/interval.ts';
import { quantile } from '../summary/quantile.ts';
import { sum } from '../summary/sum.ts';
import { sortedReplicates } from './percentile-interval.ts';

type Undefined = { undefinedBecause: string };

/**
 * Bias-corrected and accelerated bootstrap interval. The bias counts replicates equal to the estimate half.
 *
 * Efron B (1987). Better bootstrap confidence intervals. JASA 82:171-185.
 *
 * @param leaveOneOut the estimate without each unit of resampling (the patient, the cluster) in turn
 * @throws RangeError where a replicate or a leave-one-out estimate is not finite
 * @example
 * bcaInterval({ replicates: Float64Array.of(1, 2), estimate: 3, leaveOneOut: Float64Array.of(1, 2) }, 0.95) // => { undefinedBecause: 'all bootstrap replicates lie on one side of the estimate' }
 */
export function bcaInterval(
  data: { replicates: Float64Array; estimate: number; leaveOneOut: Float64Array },
  confidence: number,
): Interval | Undefined {
  const sorted = sortedReplicates('bcaInterval', data.replicates, confidence);
  if ('undefinedBecause' in sorted) return sorted;
  const bias = biasCorrection(sorted, data.estimate);
  if (typeof bias !== 'number') return bias;
  const acceleration = jackknifeAcceleration(data.leaveOneOut);
  if (typeof acceleration !== 'number') return acceleration;
  const levels = bcaLevels({ bias, acceleration }, confidence);
  if ('undefinedBecause' in levels) return levels;
  return {
    lower: quantile(sorted, levels.lower),
    upper: quantile(sorted, levels.upper),
    confidence,
    method: 'bootstrap BCa',
  };
}

function biasCorrection(sorted: Float64Array, estimate: number): number | Undefined {
  let below = 0;
  for (const value of sorted) below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  if (below === 0 || below === sorted.length)
    return { undefinedBecause: 'all bootstrap replicates lie on one side of the estimate' };
  return normalQuantile(below / sorted.length);
}

/**
 * Acceleration from leave-one-out estimates: with d = mean - estimate without the unit, sum d^3 / (6 (sum d^2)^1.5).
 *
 * @example
 * jackknifeAcceleration(Float64Array.of(1, 2, 3)) // => 0
 */
export function jackknifeAcceleration(leaveOneOut: Float64Array): number | Undefined {
  const bad = leaveOneOut.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(`jackknifeAcceleration: estimate ${bad + 1} is not finite (${leaveOneOut[bad]})`);
  const mean = sum(leaveOneOut) / leaveOneOut.length;
  const gaps = leaveOneOut.map((value) => mean - value);
  const squares = sum(gaps.map((gap) => gap * gap));
  if (!(squares > 0)) return { undefinedBecause: 'leaving out any one unit gives the same estimate' };
  return sum(gaps.map((gap) => gap ** 3)) / (6 * squares ** 1.5);
}

/**
 * The two probabilities at which the BCa interval reads the bootstrap distribution.
 *
 * @example
 * bcaLevels({ bias: 0, acceleration: 2 }, 0.95) // => { undefinedBecause: 'acceleration 2.00 is too large for a BCa interval' }
 */
export function bcaLevels(
  { bias, acceleration }: { bias: number; acceleration: number },
  confidence: number,
): { lower: number; upper: number } | Undefined {
  const level = (probability: number) => {
    const shifted = bias + normalQuantile(probability);
    const stretch = 1 - acceleration * shifted;
    return stretch > 0 ? normalCdf(bias + shifted / stretch) : Number.NaN;
  };
  const lower = level((1 - confidence) / 2);
  const upper = level((1 + confidence) / 2);
  // Beyond this acceleration the transformation folds over and no interval belongs to it.
  if (Number.isNaN(lower) || Number.isNaN(upper))
    return {
      undefinedBecause: `acceleration ${acceleration.toPrecision(3)} is too large for a BCa interval`,
    };
  return { lower, upper };
}
