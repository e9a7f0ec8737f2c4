import { midRank } from '../ranking/mid-rank.ts';
import { topCandidates } from '../ranking/top-candidates.ts';

/** One candidate of a case: its place among all candidates, rank from 1 (mid-rank for ties), score and probability. */
export interface RankedCandidate {
  readonly place: number;
  readonly rank: number;
  readonly score: number;
  readonly p: number;
}

/**
 * The leading candidates, best first, and besides them those of `always` wherever they stand.
 *
 * @param depth how many leaders
 * @param always places that are wanted in any case: true diagnoses
 */
export function rankedCandidates(
  scores: Float32Array,
  p: Float64Array,
  { depth, always = [] }: { readonly depth: number; readonly always?: readonly number[] },
): RankedCandidate[] {
  const leaders = topCandidates(scores, depth);
  const ranks = leaderRanks(scores, leaders);
  const listed = new Set(leaders);
  const behind = always.filter((place) => !listed.has(place));
  const of = (place: number, rank: number): RankedCandidate => ({
    place,
    rank,
    score: scores[place],
    p: p[place],
  });
  return [
    ...leaders.map((place, at) => of(place, ranks[at])),
    ...behind
      .map((place) => of(place, midRank(scores, place)))
      .sort((a, b) => a.rank - b.rank || a.place - b.place),
  ];
}

/** Mid-ranks of the leaders; only a tie that may go on behind the last of them needs a look at all scores. */
function leaderRanks(scores: Float32Array, leaders: readonly number[]): number[] {
  const ranks: number[] = [];
  for (let from = 0; from < leaders.length; ) {
    let to = from + 1;
    while (to < leaders.length && scores[leaders[to]] === scores[leaders[from]]) to += 1;
    const middle = to < leaders.length ? (from + 1 + to) / 2 : midRank(scores, leaders[from]);
    for (; from < to; from += 1) ranks.push(middle);
  }
  return ranks;
}
