import type { Estimate } from '@raredx/stats';
import { checkRanks, type RankedCases } from './ranked-cases.ts';

/**
 * Mean reciprocal rank of the true candidate: Σ wᵢ / rankᵢ / Σ wᵢ, a candidate that is not listed counting 0. Undefined
 * when there are no cases.
 *
 * @example meanReciprocalRank({ rank: Float64Array.of(1, 4, Infinity, 2) }) // => { value: 0.4375 }
 * @see Voorhees EM (1999) TREC-8, NIST SP 500-246, 77–82
 */
export function meanReciprocalRank({ rank, w }: RankedCases): Estimate {
  checkRanks('mrr', { rank, ...(w ? { w } : {}) });
  let sum = 0;
  let total = 0;
  for (let row = 0; row < rank.length; row++) {
    const weight = w ? w[row] : 1;
    sum += weight / rank[row];
    total += weight;
  }
  return total > 0 ? { value: sum / total } : { undefinedBecause: 'no rows' };
}
