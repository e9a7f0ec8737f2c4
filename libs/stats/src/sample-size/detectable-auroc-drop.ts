import type { Estimate } from '../summary/estimate.ts';
import { aurocVariance } from './auroc-variance.ts';
import { type DetectionOptions, differencePower } from './difference-power.ts';
import { leastSeen } from './least-seen.ts';
import type { SubgroupAndRest } from './subgroup-and-rest.ts';

/**
 * Standard error of the difference in AUROC between a subgroup whose AUROC is lower by `drop` and the rest
 * (Newcombe's variance).
 *
 * @example
 * aurocDifferenceError(0, 0.5, { group: { events: 1, nonEvents: 1 }, rest: { events: 1, nonEvents: 1 } }) // => Math.sqrt(0.5)
 */
export function aurocDifferenceError(drop: number, auroc: number, { group, rest }: SubgroupAndRest): number {
  return Math.sqrt(aurocVariance(auroc - drop, group, 'newcombe') + aurocVariance(auroc, rest, 'newcombe'));
}

/**
 * Smallest amount by which a subgroup's AUROC must lie below the rest's to be seen. Undefined where not even a subgroup
 * without any discrimination (0.5) would be, and where a class is empty.
 *
 * @param auroc of the rest
 * @example
 * detectableAurocDrop(0.7, { group: { events: 3, nonEvents: 9 }, rest: { events: 80, nonEvents: 400 } }) // => { undefinedBecause: 'even an AUROC of 0.5 in the subgroup would be seen with a power of 0.16 only' }
 */
export function detectableAurocDrop(
  auroc: number,
  arms: SubgroupAndRest,
  options: DetectionOptions = {},
): Estimate {
  const empty = emptyClass(arms);
  if (empty) return { undefinedBecause: empty };
  return leastSeen((drop) => differencePower(drop, aurocDifferenceError(drop, auroc, arms), options), {
    most: auroc - 0.5,
    options,
    otherwise: (power) => `even an AUROC of 0.5 in the subgroup would be seen with a power of ${power} only`,
  });
}

function emptyClass({ group, rest }: SubgroupAndRest): string | undefined {
  for (const [who, sizes] of [
    ['the subgroup', group],
    ['the rest', rest],
  ] as const) {
    if (sizes.events === 0) return `no events in ${who}`;
    if (sizes.nonEvents === 0) return `no non-events in ${who}`;
  }
  return undefined;
}
