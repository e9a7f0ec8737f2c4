import { binomialCdf, type Estimate } from '@raredx/stats';
import { ContractError } from '@raredx/tables';

/**
 * McNemar's mid-p value, two-sided: whether two tests of the same patients are positive equally often, given the pairs
 * in which they differ.
 *
 *     2 P(X <= min(b, c)) − P(X = min(b, c)),   X ~ Binomial(b + c, ½);   1 − P(X = b) / 2 where b = c
 *
 * Undefined when no pair differs.
 *
 * @example mcnemarMidP(1, 7) // => { value: 0.0390625 }
 * @see Fagerland MW, Lydersen S, Laake P (2013) BMC Med Res Methodol 13:91
 */
export function mcnemarMidP(firstOnly: number, secondOnly: number): Estimate {
  if (!(Number.isInteger(firstOnly) && Number.isInteger(secondOnly) && firstOnly >= 0 && secondOnly >= 0)) {
    throw new ContractError('mcnemar', `not counts (${firstOnly}, ${secondOnly})`);
  }
  const total = firstOnly + secondOnly;
  if (total === 0) return { undefinedBecause: 'no discordant pair' };
  const smaller = Math.min(firstOnly, secondOnly);
  const upTo = binomialCdf(smaller, total, 0.5);
  const below = smaller === 0 ? 0 : binomialCdf(smaller - 1, total, 0.5);
  const point = upTo - below;
  return { value: firstOnly === secondOnly ? 1 - point / 2 : Math.min(1, upTo + below) };
}
