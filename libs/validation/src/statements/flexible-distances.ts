import { type CalibrationDistances, calibrationDistances } from '@raredx/metrics';
import type { Population } from '../population/population.ts';

/** ICI, E50, E90, Emax and ECI, mean over repeats, from one fit a repeat. */
export function flexibleDistances(
  population: Population,
): CalibrationDistances | { undefinedBecause: string } {
  const mean = { ici: 0, e50: 0, e90: 0, emax: 0, eci: 0 };
  const count = population.repeats.length;
  const made = population.repeats.map((repeat) => calibrationDistances(repeat));
  const failed = made.filter((distances) => 'undefinedBecause' in distances);
  if (failed.length > 0) {
    const where = count === 1 ? '' : ` (in ${failed.length} of ${count} repeats)`;
    return { undefinedBecause: failed[0].undefinedBecause + where };
  }
  for (const distances of made) {
    if (!('ici' in distances)) continue;
    for (const key of ['ici', 'e50', 'e90', 'emax', 'eci'] as const) mean[key] += distances[key] / count;
  }
  return mean;
}
