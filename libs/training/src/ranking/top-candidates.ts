import { leadingPlaces } from './leading-places.ts';

/**
 * The places of the `count` largest scores, largest first, an earlier place first among equals.
 *
 * @example topCandidates([2, 9, 4, 9], 3) // => [1, 3, 2]
 */
export function topCandidates(scores: ArrayLike<number>, count: number): number[] {
  return [...leadingPlaces(scores, count)].sort((a, b) => scores[b] - scores[a] || a - b);
}
