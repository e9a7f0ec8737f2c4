import { bootstrapCounts } from '../random/bootstrap-counts.ts';
import type { Random } from '../random/random.ts';

/** Which rows belong together (a patient's images, visits) and are drawn or left out together. */
export interface Clusters {
  /** Cluster of each row, 0 .. count - 1. */
  readonly of: Uint32Array;
  readonly count: number;
  /** Clusters of each stratum: every stratum keeps its number of clusters in each resample. */
  readonly strata: readonly Uint32Array[];
}

/**
 * Clusters from one id a row, numbered in order of first appearance.
 *
 * @param strata one label a row, the same for all rows of a cluster; default one stratum
 * @example
 * clustersOf(['b', 'a', 'b']).of // => Uint32Array.of(0, 1, 0)
 */
export function clustersOf(ids: ArrayLike<string | number>, strata?: ArrayLike<string | number>): Clusters {
  if (strata && strata.length !== ids.length)
    throw new RangeError(`clustersOf: ids (${ids.length}) and strata (${strata.length}) differ in length`);
  const numbers = new Map<string | number, number>();
  const labels: (string | number)[] = [];
  const of = new Uint32Array(ids.length);
  for (let row = 0; row < ids.length; row++) {
    const known = numbers.get(ids[row]!);
    const cluster = known ?? numbers.size;
    const label = strata?.[row] ?? 0;
    if (known === undefined) {
      numbers.set(ids[row]!, cluster);
      labels.push(label);
    } else if (labels[cluster] !== label)
      throw new RangeError(`clustersOf: a cluster lies in two strata (row ${row + 1})`);
    of[row] = cluster;
  }
  const members = new Map<string | number, number[]>();
  labels.forEach((label, cluster) => {
    const list = members.get(label);
    if (list) list.push(cluster);
    else members.set(label, [cluster]);
  });
  return { of, count: numbers.size, strata: Array.from(members.values(), (list) => Uint32Array.from(list)) };
}

/**
 * One bootstrap sample of clusters as weights of the rows: each row has the number of times its cluster was drawn.
 *
 * @param into overwritten and returned, to save the allocation; one element a row
 * @example
 * clusterBootstrap(clustersOf(['a', 'a']), createRandom(1)) // => Float64Array.of(1, 1)
 */
export function clusterBootstrap(clusters: Clusters, random: Random, into?: Float64Array): Float64Array {
  const weights = rowsFor('clusterBootstrap', clusters, into);
  const drawn = new Float64Array(clusters.count);
  for (const members of clusters.strata) {
    const counts = bootstrapCounts(members.length, random);
    for (let i = 0; i < members.length; i++) drawn[members[i]!] = counts[i]!;
  }
  for (let row = 0; row < weights.length; row++) weights[row] = drawn[clusters.of[row]!]!;
  return weights;
}

/**
 * Weights that leave one cluster out, for the jackknife.
 *
 * @example
 * withoutCluster(clustersOf(['a', 'b', 'a']), 0) // => Float64Array.of(0, 1, 0)
 */
export function withoutCluster(clusters: Clusters, left: number, into?: Float64Array): Float64Array {
  const weights = rowsFor('withoutCluster', clusters, into);
  for (let row = 0; row < weights.length; row++) weights[row] = clusters.of[row] === left ? 0 : 1;
  return weights;
}

function rowsFor(where: string, clusters: Clusters, into: Float64Array | undefined): Float64Array {
  const rows = clusters.of.length;
  if (into && into.length !== rows)
    throw new RangeError(`${where}: into has length ${into.length}, not ${rows}`);
  return into ?? new Float64Array(rows);
}
