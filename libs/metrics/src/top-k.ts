import type { Estimate } from '@raredx/stats';
import { checkRanks, type RankedCases } from './ranked-cases.ts';

/**
 * Top-k: the share of cases whose true candidate stands among the first k. Counts ranks <= k, so a tie whose mid-rank
 * exceeds k is a miss. Undefined when there are no cases.
 *
 * @example topK({ rank: Float64Array.of(1, 4, Infinity, 2) }, 3) // => { value: 0.5 }
 */
export function topK({ rank, w }: RankedCases, k: number): Estimate {
  checkRanks(`top_${k}`, { rank, ...(w ? { w } : {}) });
  let hits = 0;
  let total = 0;
  for (let row = 0; row < rank.length; row++) {
    const weight = w ? w[row] : 1;
    if (rank[row] <= k) hits += weight;
    total += weight;
  }
  return total > 0 ? { value: hits / total } : { undefinedBecause: 'no rows' };
}
