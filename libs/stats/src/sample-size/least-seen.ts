import type { Estimate } from '../summary/estimate.ts';
import { checkShare } from './check-anticipated.ts';
import type { DetectionOptions } from './difference-power.ts';

interface Search {
  readonly most: number;
  readonly options: DetectionOptions;
  readonly otherwise: (power: string) => string;
}

/** Least difference that is seen with the power asked for; power rises with the difference. */
export function leastSeen(
  powerAt: (difference: number) => number,
  { most, options: { power = 0.8 }, otherwise }: Search,
): Estimate {
  checkShare('detectable difference', 'power', power);
  const best = powerAt(most);
  if (best < power) return { undefinedBecause: otherwise((Math.floor(100 * best) / 100).toFixed(2)) };
  let low = 0;
  let high = most;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (powerAt(middle) >= power) high = middle;
    else low = middle;
  }
  return { value: high };
}
