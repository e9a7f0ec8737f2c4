import { normalQuantile } from '../distribution/normal.ts';
import type { Estimate } from '../summary/estimate.ts';
import type { ClassSizes } from './auroc-variance.ts';
import { checkShare } from './check-anticipated.ts';
import type { DetectionOptions } from './difference-power.ts';
import type { SubgroupAndRest } from './subgroup-and-rest.ts';

/**
 * Smallest ratio of a subgroup's O/E to the rest's (above 1; its inverse below) to be seen, the expected events being
 * taken as known: exp((z + z_power) √((1 - π₁)/O₁ + (1 - π₂)/O₂)).
 *
 * @example
 * detectableOeRatio({ group: { events: 0, nonEvents: 9 }, rest: { events: 80, nonEvents: 400 } }) // => { undefinedBecause: 'no events in the subgroup' }
 */
export function detectableOeRatio(
  { group, rest }: SubgroupAndRest,
  { power = 0.8, confidence = 0.95 }: DetectionOptions = {},
): Estimate {
  checkShare('detectableOeRatio', 'power', power);
  checkShare('detectableOeRatio', 'confidence', confidence);
  if (group.events === 0) return { undefinedBecause: 'no events in the subgroup' };
  if (rest.events === 0) return { undefinedBecause: 'no events in the rest' };
  const variance = ({ events, nonEvents }: ClassSizes) => nonEvents / (events + nonEvents) / events;
  const z = normalQuantile((1 + confidence) / 2) + normalQuantile(power);
  return { value: Math.exp(z * Math.sqrt(variance(group) + variance(rest))) };
}
