import type { CaseRanker } from './case-ranker.ts';
import { rowCache } from './row-cache.ts';

export interface RowRankerOptions {
  readonly candidates: readonly string[];
  /** Writes the contribution of one observed term to every candidate's score. */
  readonly rowOf: (term: number, into: Float32Array) => void;
}

const addRow = (into: Float32Array, row: Float32Array): void => {
  for (let at = 0; at < into.length; at += 1) into[at] += row[at];
};

/** A ranker whose score is a sum over the observed terms: one addition a term and candidate. */
export function rowRanker(name: string, { candidates, rowOf }: RowRankerOptions): CaseRanker {
  const rows = rowCache(candidates.length, rowOf);
  return {
    name,
    candidates,
    score({ observed }, into) {
      into.fill(0);
      for (const term of observed) addRow(into, rows(term));
    },
  };
}
