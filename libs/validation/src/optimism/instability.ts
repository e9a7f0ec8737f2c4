import { quantile } from '@raredx/stats';
import type { ReplayedModel } from './replayed-model.ts';

/**
 * Mean over the replicates of the absolute difference from the original risk, one number a sample.
 *
 * @example meanAbsoluteDifference({ apparent: Float64Array.of(0.5), replicates: [{ p: Float64Array.of(0.25) }, { p: Float64Array.of(1) }] }) // => Float64Array.of(0.375)
 */
export function meanAbsoluteDifference({ apparent, replicates }: ReplayedModel): Float64Array {
  return apparent.map((original, i) => {
    let total = 0;
    for (const { p } of replicates) total += Math.abs(p[i] - original);
    return total / replicates.length;
  });
}

/**
 * Share of the replicates that put a sample on the other side of the threshold than the original, one number a sample.
 *
 * @example classificationInstability({ apparent: Float64Array.of(0.5), replicates: [{ p: Float64Array.of(0.25) }, { p: Float64Array.of(1) }] }, 0.3) // => Float64Array.of(0.5)
 */
export function classificationInstability(
  { apparent, replicates }: ReplayedModel,
  threshold: number,
): Float64Array {
  return apparent.map((original, i) => {
    let changed = 0;
    for (const { p } of replicates) changed += p[i] >= threshold === original >= threshold ? 0 : 1;
    return changed / replicates.length;
  });
}

/** A point of the instability plot: samples of about the same original risk. */
export interface InstabilityPoint {
  /** Mean original risk. */
  readonly risk: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly samples: number;
}

/**
 * The instability plot in at most `points` points: limits of each sample's own replicate risks, averaged over samples
 * of neighbouring original risk. Samples of the same original risk are never parted.
 *
 * @param confidence share of the replicate risks between the limits
 */
export function instabilityCurve(
  { apparent, replicates }: ReplayedModel,
  { points, confidence }: { readonly points: number; readonly confidence: number },
): readonly InstabilityPoint[] {
  const tail = (1 - confidence) / 2;
  const limits = Array.from(apparent, (_, i) => {
    const risks = Float64Array.from(replicates, ({ p }) => p[i]).sort();
    return [quantile(risks, tail), quantile(risks, 0.5), quantile(risks, 1 - tail)] as const;
  });
  const order = Uint32Array.from(apparent.keys()).sort((a, b) => apparent[a] - apparent[b] || a - b);
  const groups: number[][] = [];
  let open: number[] = [];
  order.forEach((sample, place) => {
    open.push(sample);
    const next = order[place + 1];
    const tied = next !== undefined && apparent[next] === apparent[sample];
    const due = place + 1 >= ((groups.length + 1) * order.length) / points;
    if (tied || !(due || next === undefined)) return;
    groups.push(open);
    open = [];
  });
  return groups.map((samples) => {
    const mean = (of: (sample: number) => number) =>
      samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
    return {
      risk: mean((sample) => apparent[sample]),
      lower: mean((sample) => limits[sample][0]),
      median: mean((sample) => limits[sample][1]),
      upper: mean((sample) => limits[sample][2]),
      samples: samples.length,
    };
  });
}
