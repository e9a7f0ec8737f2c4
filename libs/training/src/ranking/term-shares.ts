import type { ClosedProfile } from './closed-profile.ts';

/**
 * Closed profiles term by term: the candidates who have a term or something below it, ascending, and the share of their
 * patients who do.
 */
export interface TermShares {
  readonly offsets: Int32Array;
  readonly candidate: Int32Array;
  readonly share: Float32Array;
  /** Of each term, the mean share over all candidates. */
  readonly background: Float32Array;
}

/** Lays one closed profile a candidate out by term; `terms` is the ontology's size. */
export function termSharesOf(closed: readonly ClosedProfile[], terms: number): TermShares {
  const offsets = new Int32Array(terms + 1);
  for (const shares of closed) for (const term of shares.keys()) offsets[term + 1] += 1;
  for (let term = 0; term < terms; term += 1) offsets[term + 1] += offsets[term];
  const next = offsets.slice();
  const candidate = new Int32Array(offsets[terms]);
  const share = new Float32Array(offsets[terms]);
  const background = new Float32Array(terms);
  closed.forEach((shares, place) => {
    for (const [term, value] of shares) {
      const at = next[term]++;
      candidate[at] = place;
      share[at] = value;
      background[term] += value / closed.length;
    }
  });
  return { offsets, candidate, share, background };
}
