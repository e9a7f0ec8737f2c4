import { clusterBootstrap, clustersOf, percentileInterval, type Random } from '@raredx/stats';
import type { GateResult } from './gate-result.ts';

export interface ClusteredOptions {
  /** Patient of each value. */
  readonly groups: ArrayLike<string | number>;
  readonly random: Random;
  /** @default 1000 */
  readonly resamples?: number;
  /** @default 0.95 */
  readonly confidence?: number;
}

export interface ClusteredMean {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  readonly patients: number;
}

/** Of fewer patients a bootstrap says nothing. */
const fewestPatients = 5;

/**
 * Mean of values of which several belong to a patient, with a percentile interval over resampled patients.
 *
 * @example
 * clusteredMean([1, 1], { groups: ['a', 'b'], random: createRandom(1) }) // => { undefinedBecause: '2 patients; 5 are needed for an interval' }
 */
export function clusteredMean(
  values: ArrayLike<number>,
  { groups, random, resamples = 1000, confidence = 0.95 }: ClusteredOptions,
): ClusteredMean | { readonly undefinedBecause: string } {
  const clusters = clustersOf(groups);
  const { count: patients } = clusters;
  if (patients < fewestPatients) {
    return { undefinedBecause: `${patients} patients; ${fewestPatients} are needed for an interval` };
  }
  const weighted = (weights: Float64Array) => {
    let [total, weight] = [0, 0];
    weights.forEach((w, at) => {
      total += w * values[at];
      weight += w;
    });
    return total / weight;
  };
  const weights = new Float64Array(values.length);
  const spread = Float64Array.from({ length: resamples }, (_, b) =>
    weighted(clusterBootstrap(clusters, random.fork(b), weights)),
  );
  const interval = percentileInterval(spread, confidence);
  if ('undefinedBecause' in interval) return interval;
  return { mean: weighted(weights.fill(1)), lower: interval.lower, upper: interval.upper, patients };
}

export interface MeanGate {
  readonly name: string;
  /** Passed where the interval's lower limit is above, or its upper limit is below. */
  readonly bound: { readonly above: number } | { readonly below: number };
  /** What is measured and asked. */
  readonly asks: string;
}

/** A gate on a mean: its interval, not its estimate, has to lie on the right side of the bound. */
export function meanGate(
  { name, bound, asks }: MeanGate,
  values: ArrayLike<number>,
  options: ClusteredOptions,
): GateResult {
  const found = clusteredMean(values, options);
  if ('undefinedBecause' in found) {
    const nothing = { statistic: null, lower: null, upper: null };
    return { name, passed: false, ...nothing, why: `${asks}; not estimable: ${found.undefinedBecause}` };
  }
  const { mean, lower, upper, patients } = found;
  const passed = 'above' in bound ? lower > bound.above : upper < bound.below;
  const asked = 'above' in bound ? `lower limit above ${bound.above}` : `upper limit below ${bound.below}`;
  return {
    ...{ name, passed, lower, upper, statistic: mean },
    why: `${asks}; asked: ${asked}; found ${shown(mean)} (${shown(lower)} to ${shown(upper)}) over ${patients} patients`,
  };
}

const shown = (value: number) => value.toPrecision(2);
