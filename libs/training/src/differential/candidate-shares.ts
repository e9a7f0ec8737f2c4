import type { TermShares } from '../ranking/term-shares.ts';

/** Shares laid out by candidate: its terms, ascending, and the share of its patients who have each. */
export interface CandidateShares {
  readonly offsets: Int32Array;
  readonly term: Int32Array;
  readonly share: Float32Array;
  /** Of each term, the mean share over all candidates. */
  readonly background: Float32Array;
}

/** The same shares as they stand by term, by candidate. */
export function candidateShares(shares: TermShares, candidates: number): CandidateShares {
  const offsets = new Int32Array(candidates + 1);
  for (const place of shares.candidate) offsets[place + 1] += 1;
  for (let place = 0; place < candidates; place += 1) offsets[place + 1] += offsets[place];
  const next = offsets.slice();
  const term = new Int32Array(shares.candidate.length);
  const share = new Float32Array(shares.candidate.length);
  for (let above = 0; above + 1 < shares.offsets.length; above += 1) {
    for (let at = shares.offsets[above]; at < shares.offsets[above + 1]; at += 1) {
      const slot = next[shares.candidate[at]]++;
      term[slot] = above;
      share[slot] = shares.share[at];
    }
  }
  return { offsets, term, share, background: shares.background };
}

/** The share of a candidate's patients with a term, 0 where the profile does not have it. */
export function shareAt({ offsets, term, share }: CandidateShares, place: number, wanted: number): number {
  let [low, high] = [offsets[place], offsets[place + 1] - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (term[middle] === wanted) return Math.min(1, share[middle]);
    if (term[middle] < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
