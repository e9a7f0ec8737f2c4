import type { CaseRanker } from '../ranking/case-ranker.ts';

/** The same ranker over some of its candidates: those that can be the answer where the question is closed. */
export function closedSet(ranker: CaseRanker, allowed: ReadonlySet<string>): CaseRanker {
  const places = Int32Array.from(ranker.candidates.flatMap((id, at) => (allowed.has(id) ? [at] : [])));
  const all = new Float32Array(ranker.candidates.length);
  return {
    name: ranker.name,
    candidates: Array.from(places, (place) => ranker.candidates[place]),
    score(query, into) {
      ranker.score(query, all);
      for (let at = 0; at < places.length; at += 1) into[at] = all[places[at]];
    },
  };
}
