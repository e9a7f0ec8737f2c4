import { binomialCdf, quantile } from '@raredx/stats';

export interface LatencyPercentile {
  /** As in 0.95. */
  readonly share: number;
  readonly estimate: number;
  /** Null where no value is that low, or that high, with this confidence: too few measurements. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly confidence: number;
  readonly method: string;
}

/**
 * Percentiles of measured latencies with exact intervals between order statistics: no shape is assumed. Measurements must
 * be independent of each other.
 *
 * @throws RangeError without values, and on negative ones
 * @example latencyPercentiles(Float64Array.of(1, 2, 3, 4, 5, 6), [0.5], 0.9)[0] // => { share: 0.5, estimate: 3.5, lower: 1, upper: 6 }
 * @see Conover WJ (1999) Practical nonparametric statistics, 3rd ed. Wiley, section 3.2
 */
export function latencyPercentiles(
  values: Float64Array,
  shares: readonly number[],
  confidence: number,
): readonly LatencyPercentile[] {
  if (values.length === 0) throw new RangeError('latency percentiles: no values');
  const bad = values.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (bad >= 0) throw new RangeError(`latency percentiles: value ${bad + 1} is negative or not finite`);
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const tail = (1 - confidence) / 2;
  return shares.map((share) => {
    // At most so many of n lie below the percentile: the order statistics that this chance rules out.
    let below = 0;
    while (below < n && binomialCdf(below, n, share) <= tail) below++;
    let above = below;
    while (above < n && binomialCdf(above, n, share) < 1 - tail) above++;
    return {
      share,
      estimate: quantile(sorted, share),
      lower: below === 0 ? null : sorted[below - 1]!,
      upper: above >= n ? null : sorted[above]!,
      confidence,
      method: 'order statistics, exact',
    };
  });
}
