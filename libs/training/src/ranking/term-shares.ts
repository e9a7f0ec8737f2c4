import { listAt, type Ontology } from '@raredx/ontology';
import type { DiseaseProfile } from './disease-profile.ts';

/**
 * The closed profiles term by term: for a term, the candidates who have it or something below it, ascending, and the
 * largest share among what they have there.
 */
export interface TermShares {
  readonly offsets: Int32Array;
  readonly candidate: Int32Array;
  readonly share: Float32Array;
  /** Of each term, the mean share over all candidates. */
  readonly background: Float32Array;
}

const closeProfile = (ontology: Ontology, { terms, frequency }: DiseaseProfile): Map<number, number> => {
  const closed = new Map<number, number>();
  terms.forEach((term, at) => {
    const share = frequency[at];
    for (const above of listAt(ontology.ancestors, term)) {
      if (share > (closed.get(above) ?? 0)) closed.set(above, share);
    }
  });
  return closed;
};

/** Lays closed shares out term by term; `closed` has one map from term to share a candidate. */
export function termSharesOf(closed: readonly ReadonlyMap<number, number>[], terms: number): TermShares {
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

/** Closed shares of profiles, the frequency of a term being the largest of what stands below it. */
export const closedShares = (ontology: Ontology, profiles: readonly DiseaseProfile[]): TermShares =>
  termSharesOf(
    profiles.map((profile) => closeProfile(ontology, profile)),
    ontology.ids.length,
  );
