import type { CaseRanker } from './case-ranker.ts';

export interface RowRankerOptions {
  readonly candidates: readonly string[];
  /** Writes the contribution of one observed term to every candidate's score. */
  readonly rowOf: (term: number, into: Float32Array) => void;
  /** What every candidate starts with. */
  readonly prior?: Float32Array;
  /** Rows kept at a time; at 8,352 candidates 4,096 rows are 137 MB. */
  readonly keptRows?: number;
}

/**
 * A ranker whose score is a sum over the observed terms. Rows are made when a term is first seen and kept, so that a
 * case costs one addition a term and candidate.
 */
export function rowRanker(name: string, options: RowRankerOptions): CaseRanker {
  const { candidates, rowOf, prior, keptRows = 4096 } = options;
  const rows = new Map<number, Float32Array>();
  const rowFor = (term: number): Float32Array => {
    const kept = rows.get(term);
    if (kept) return kept;
    const oldest = rows.size >= keptRows ? rows.keys().next().value : undefined;
    const row = (oldest === undefined ? undefined : rows.get(oldest)) ?? new Float32Array(candidates.length);
    if (oldest !== undefined) rows.delete(oldest);
    rowOf(term, row);
    rows.set(term, row);
    return row;
  };
  return {
    name,
    candidates,
    score({ observed }, into) {
      if (prior) into.set(prior);
      else into.fill(0);
      for (const term of observed) addRow(into, rowFor(term));
    },
  };
}

const addRow = (into: Float32Array, row: Float32Array): void => {
  for (let at = 0; at < into.length; at += 1) into[at] += row[at];
};
