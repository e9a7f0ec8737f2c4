import { type AttributionMap, gridOf } from '../pictures/attribution-map.ts';
import { type ClusteredOptions, meanGate } from './clustered-mean.ts';
import type { GateResult } from './gate-result.ts';
import { rankCorrelation } from './rank-correlation.ts';

export interface MapGateOptions extends ClusteredOptions {
  /** Side of the grid that maps are compared on. @default 7 */
  readonly grid?: number;
  readonly bound?: number;
}

/** Rank correlation of each map with its counterparts on a grid of cells, mean over those. */
export function likeness(
  maps: readonly AttributionMap[],
  others: readonly (readonly AttributionMap[])[],
  grid: number,
): Float64Array {
  return Float64Array.from(maps, (map, row) => {
    const own = gridOf(map, grid);
    const total = others.reduce((sum, other) => sum + rankCorrelation(own, gridOf(other[row], grid)), 0);
    return total / others.length;
  });
}

/**
 * A map that stays the same when the network forgets all that it learned shows the picture, not the network. Asked: rank
 * correlation with the maps of networks with random weights below `bound` (0.5) with its whole interval.
 *
 * @param randomised maps of the same pictures, one set a random network
 * @see Adebayo J et al. (2018) Sanity checks for saliency maps. NeurIPS 31
 */
export function randomisationGate(
  maps: readonly AttributionMap[],
  randomised: readonly (readonly AttributionMap[])[],
  { grid = 7, bound = 0.5, ...options }: MapGateOptions,
): GateResult {
  return meanGate(
    {
      name: 'changes when the network forgets',
      bound: { below: bound },
      asks: 'rank correlation of the maps with those of the same network with random weights',
    },
    likeness(maps, randomised, grid),
    options,
  );
}
