import type { SparseRows } from './profile-vectors.ts';
import { topCandidates } from './top-candidates.ts';

export interface Neighbour {
  readonly candidate: number;
  readonly other: number;
  /** Cosine of the two profiles. */
  readonly alike: number;
}

const invert = ({ offsets, term, value, columns }: SparseRows) => {
  const starts = new Int32Array(columns + 1);
  for (const column of term) starts[column + 1] += 1;
  for (let column = 0; column < columns; column += 1) starts[column + 1] += starts[column];
  const next = starts.slice();
  const row = new Int32Array(term.length);
  const entry = new Float32Array(term.length);
  for (let at = 0; at + 1 < offsets.length; at += 1) {
    for (let j = offsets[at]; j < offsets[at + 1]; j += 1) {
      const slot = next[term[j]]++;
      row[slot] = at;
      entry[slot] = value[j];
    }
  }
  return { starts, row, entry };
};

/**
 * Of each of the first `candidates` rows, the `count` rows most like it, itself left out. Terms that more than `common`
 * rows hold weigh little and cost most: they are passed over.
 */
export function nearestProfiles(
  vectors: SparseRows,
  { candidates, count = 24, common = 3000 }: { candidates: number; count?: number; common?: number },
): Neighbour[] {
  const { starts, row, entry } = invert(vectors);
  const { offsets, term, value } = vectors;
  const cosine = new Float32Array(offsets.length - 1);
  const found: Neighbour[] = [];
  for (let candidate = 0; candidate < candidates; candidate += 1) {
    cosine.fill(0);
    for (let j = offsets[candidate]; j < offsets[candidate + 1]; j += 1) {
      const [from, to, own] = [starts[term[j]], starts[term[j] + 1], value[j]];
      if (to - from > common) continue;
      for (let slot = from; slot < to; slot += 1) cosine[row[slot]] += own * entry[slot];
    }
    cosine[candidate] = 0;
    for (const other of topCandidates(cosine, count)) {
      if (cosine[other] > 0) found.push({ candidate, other, alike: cosine[other] });
    }
  }
  return found;
}
