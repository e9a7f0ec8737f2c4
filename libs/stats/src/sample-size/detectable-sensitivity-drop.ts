import type { Estimate } from '../summary/estimate.ts';
import { type DetectionOptions, differencePower } from './difference-power.ts';
import { leastSeen } from './least-seen.ts';
import type { SubgroupAndRest } from './subgroup-and-rest.ts';

/**
 * Smallest amount by which a subgroup's sensitivity must lie below the rest's to be seen (unpooled normal approximation).
 *
 * @param sensitivity of the rest
 * @example
 * detectableSensitivityDrop(0.8, { group: { events: 0, nonEvents: 9 }, rest: { events: 80, nonEvents: 400 } }) // => { undefinedBecause: 'fewer than 5 events in the subgroup' }
 */
export function detectableSensitivityDrop(
  sensitivity: number,
  { group, rest }: SubgroupAndRest,
  options: DetectionOptions = {},
): Estimate {
  if (!(sensitivity >= 0 && sensitivity <= 1))
    throw new RangeError(`detectableSensitivityDrop: sensitivity must be in [0, 1] (${sensitivity})`);
  if (group.events < fewest) return { undefinedBecause: `fewer than ${fewest} events in the subgroup` };
  if (rest.events < fewest) return { undefinedBecause: `fewer than ${fewest} events in the rest` };
  const variance = (share: number, trials: number) => (share * (1 - share)) / trials;
  const error = (drop: number) =>
    Math.sqrt(variance(sensitivity - drop, group.events) + variance(sensitivity, rest.events));
  return leastSeen((drop) => differencePower(drop, error(drop), options), {
    most: sensitivity / 2,
    options,
    otherwise: (power) => `even half the sensitivity would be seen with a power of ${power} only`,
  });
}

/** Below this a proportion has too few values for a normal approximation to say anything. */
const fewest = 5;
