import { binomialCdf, type Interval } from '@raredx/stats';
import { defined } from './reference.ts';

/** The probability that an interval of a binomial share holds the true share: summed over all outcomes, not simulated. */
export function coverage(
  share: number,
  total: number,
  interval: (successes: number) => Interval | { undefinedBecause: string },
): number {
  let sum = 0;
  let below = 0;
  for (let k = 0; k <= total; k++) {
    const upTo = binomialCdf(k, total, share);
    const { lower, upper } = defined(interval(k));
    if (lower <= share && share <= upper) sum += upTo - below;
    below = upTo;
  }
  return sum;
}
