import { addRows } from './add-rows.ts';
import type { CaseRanker } from './case-ranker.ts';
import { rowCache } from './row-cache.ts';

export interface RowRankerOptions {
  readonly candidates: readonly string[];
  /** Writes the contribution of one observed term to every candidate's score. */
  readonly rowOf: (term: number, into: Float32Array) => void;
}

/** A ranker whose score is a sum over the observed terms: one addition a term and candidate. */
export function rowRanker(name: string, { candidates, rowOf }: RowRankerOptions): CaseRanker {
  const rows = rowCache(candidates.length, rowOf);
  return {
    name,
    candidates,
    score({ observed }, into) {
      into.fill(0);
      addRows(into, Array.from(observed, rows));
    },
  };
}
