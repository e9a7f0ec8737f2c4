import type { AttributionMap } from '../pictures/attribution-map.ts';
import { meanGate } from './clustered-mean.ts';
import type { GateResult } from './gate-result.ts';
import { likeness, type MapGateOptions } from './randomisation-gate.ts';

/**
 * A map that another sample of the same patients would have drawn elsewhere shows chance. Asked: rank correlation with the
 * maps of fits on bootstrap samples of the training patients above `bound` (0.5) with its whole interval.
 *
 * @param refitted maps of the same pictures, one set a refit
 */
export function stabilityGate(
  maps: readonly AttributionMap[],
  refitted: readonly (readonly AttributionMap[])[],
  { grid = 7, bound = 0.5, ...options }: MapGateOptions,
): GateResult {
  return meanGate(
    {
      name: 'stays when fitted again',
      bound: { above: bound },
      asks: `rank correlation of the maps with those of ${refitted.length} fits on bootstrap samples of the training patients`,
    },
    likeness(maps, refitted, grid),
    options,
  );
}
