import type { CaseRanker } from '../ranking/case-ranker.ts';

/**
 * A ranker whose scores are those of `outer`, but that the candidates of `some` stand among themselves as `inner` orders
 * them: the best of them by `inner` gets the largest score that one of them had, and so on. Every other candidate keeps its
 * rank. Equals by `inner` stay in the order of `outer`.
 */
export function reorderedAmong(outer: CaseRanker, inner: CaseRanker, some: ReadonlySet<string>): CaseRanker {
  const { name, candidates } = outer;
  const places = Int32Array.from(candidates.flatMap((id, at) => (some.has(id) ? [at] : [])));
  const scores = new Float32Array(candidates.length);
  return {
    name,
    candidates,
    score(query, into) {
      inner.score(query, scores);
      outer.score(query, into);
      const held = Float32Array.from(places, (place) => into[place]).sort();
      const order = Array.from(places).sort((a, b) => scores[a] - scores[b] || into[a] - into[b] || b - a);
      order.forEach((place, at) => {
        into[place] = held[at];
      });
    },
  };
}
