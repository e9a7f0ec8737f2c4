import type { Estimate } from '@raredx/stats';
import type { Population, Repeat } from './population.ts';

/**
 * The mean over repeats of a metric within a repeat: never the metric of averaged predictions, which is that of an
 * ensemble nobody will deploy. Undefined where any repeat is: leaving it out would favour the lucky folds.
 */
export function meanOverRepeats(population: Population, metric: (repeat: Repeat) => Estimate): Estimate {
  let sum = 0;
  let failed = 0;
  let reason = '';
  for (const repeat of population.repeats) {
    const estimate = metric(repeat);
    if ('value' in estimate) {
      sum += estimate.value;
    } else {
      failed++;
      reason = estimate.undefinedBecause;
    }
  }
  const count = population.repeats.length;
  if (failed === 0) return { value: sum / count };
  return { undefinedBecause: count === 1 ? reason : `${reason} (in ${failed} of ${count} repeats)` };
}

/** Said after a method where the estimate is a mean. */
export function repeatsText(population: Population): string {
  const count = population.repeats.length;
  return count === 1 ? '' : `, mean of ${count} repeats`;
}
