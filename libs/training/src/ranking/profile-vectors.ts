import type { ClosedProfile } from './closed-profile.ts';

/** Sparse rows of unit length: row `i` has `value[j]` at `term[j]` for j in `offsets[i]` .. `offsets[i + 1]`. */
export interface SparseRows {
  readonly offsets: Int32Array;
  readonly term: Int32Array;
  readonly value: Float32Array;
  readonly columns: number;
}

/** log((N + 1) / (n + 1)) with n the profiles that hold the term; 0 for a term that none holds. */
export function inverseFrequency(profiles: readonly ClosedProfile[], terms: number): Float32Array {
  const counts = new Int32Array(terms);
  for (const shares of profiles) for (const term of shares.keys()) counts[term] += 1;
  return Float32Array.from(counts, (n) => (n === 0 ? 0 : Math.log((profiles.length + 1) / (n + 1))));
}

/** Closed profiles as vectors: the root of the share, at most 1, times the term's weight, scaled to unit length. */
export function profileVectors(profiles: readonly ClosedProfile[], weight: Float32Array): SparseRows {
  const offsets = new Int32Array(profiles.length + 1);
  profiles.forEach((shares, at) => {
    offsets[at + 1] = offsets[at] + shares.size;
  });
  const term = new Int32Array(offsets[profiles.length]);
  const value = new Float32Array(offsets[profiles.length]);
  profiles.forEach((shares, at) => {
    let [next, squares] = [offsets[at], 0];
    for (const above of [...shares.keys()].sort((a, b) => a - b)) {
      term[next] = above;
      value[next] = Math.sqrt(Math.min(1, shares.get(above) as number)) * weight[above];
      squares += value[next++] ** 2;
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let j = offsets[at]; j < next; j += 1) value[j] *= scale;
  });
  return { offsets, term, value, columns: weight.length };
}
