import { ContractError } from '@raredx/tables';
import { type ClassTotals, classTotals } from './class-totals.ts';
import { type Delong, delong } from './delong.ts';
import type { Judged } from './judged.ts';

/**
 * Obuchowski's covariance of AUROCs when rows come in clusters (several lesions, images or visits of a patient), each
 * with events, non-events or both. `clusters[row]` is the cluster's number from 0. With one row a cluster it is
 * {@link delong}'s.
 *
 *     var = S10 / M + S01 / N + 2 S11 / (M N)
 *
 * S10, S01, S11: sums over clusters of squares and products of the placements' deviations, with the corrections
 * I₁₀ / ((I₁₀ − 1) M), I₀₁ / ((I₀₁ − 1) N) and I / (I − 1), I counting clusters that have events, non-events, any.
 *
 * Undefined without two clusters that have events and two that have non-events.
 *
 * @example clusteredDelong([{ y: Uint8Array.of(1, 0, 1, 0), p: Float64Array.of(0.9, 0.1, 0.4, 0.4) }], Uint32Array.of(0, 0, 1, 1)).covariance // => Float64Array.of(0.0625)
 * @see Obuchowski NA (1997) Biometrics 53:567–578
 */
export function clusteredDelong(
  samples: readonly Judged[],
  clusters: Uint32Array,
): Delong | { undefinedBecause: string } {
  const result = delong(samples);
  if ('undefinedBecause' in result) return result;
  const first = samples[0];
  if (clusters.length !== first.y.length) {
    throw new ContractError(
      'clustered delong',
      `clusters has ${clusters.length} rows, y has ${first.y.length}`,
    );
  }
  const present = clustersPresent(first, clusters);
  if (present.withEvents < 2) return { undefinedBecause: 'fewer than two clusters with events' };
  if (present.withNonEvents < 2) return { undefinedBecause: 'fewer than two clusters with non-events' };
  const totals = classTotals(first);
  const deviations = result.placements.map((placement, s) =>
    clusterDeviations(first, clusters, { placement, auc: result.auc[s] }),
  );
  const size = samples.length;
  const covariance = new Float64Array(size * size);
  for (let r = 0; r < size; r++) {
    for (let s = 0; s < size; s++) {
      covariance[r * size + s] = clusterCovariance([deviations[r], deviations[s]], totals, present);
    }
  }
  return { ...result, covariance };
}

interface Present {
  readonly withEvents: number;
  readonly withNonEvents: number;
  readonly any: number;
}

function clustersPresent({ y, w }: Judged, clusters: Uint32Array): Present {
  const withEvents = new Set<number>();
  const withNonEvents = new Set<number>();
  for (let row = 0; row < y.length; row++) {
    if (w && w[row] === 0) continue;
    (y[row] === 1 ? withEvents : withNonEvents).add(clusters[row]);
  }
  return {
    withEvents: withEvents.size,
    withNonEvents: withNonEvents.size,
    any: new Set([...withEvents, ...withNonEvents]).size,
  };
}

interface Deviations {
  readonly ofEvents: Float64Array;
  readonly ofNonEvents: Float64Array;
}

/** For each cluster, the sum over its events, and over its non-events, of placement − AUROC. */
function clusterDeviations(
  { y, w }: Judged,
  clusters: Uint32Array,
  { placement, auc }: { readonly placement: Float64Array; readonly auc: number },
): Deviations {
  const count = clusters.reduce((most, cluster) => Math.max(most, cluster), 0) + 1;
  const ofEvents = new Float64Array(count);
  const ofNonEvents = new Float64Array(count);
  for (let row = 0; row < y.length; row++) {
    const into = y[row] === 1 ? ofEvents : ofNonEvents;
    into[clusters[row]] += (w ? w[row] : 1) * (placement[row] - auc);
  }
  return { ofEvents, ofNonEvents };
}

function clusterCovariance(
  [r, s]: readonly [Deviations, Deviations],
  { events, nonEvents }: ClassTotals,
  { withEvents, withNonEvents, any }: Present,
): number {
  let s10 = 0;
  let s01 = 0;
  let s11 = 0;
  for (let cluster = 0; cluster < r.ofEvents.length; cluster++) {
    s10 += r.ofEvents[cluster] * s.ofEvents[cluster];
    s01 += r.ofNonEvents[cluster] * s.ofNonEvents[cluster];
    s11 += r.ofEvents[cluster] * s.ofNonEvents[cluster] + r.ofNonEvents[cluster] * s.ofEvents[cluster];
  }
  return (
    (s10 * withEvents) / (withEvents - 1) / events ** 2 +
    (s01 * withNonEvents) / (withNonEvents - 1) / nonEvents ** 2 +
    (s11 * any) / (any - 1) / (events * nonEvents)
  );
}
