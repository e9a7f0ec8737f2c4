/**
 * The rank of one candidate, 1 the best; those with the same score share the middle of their ranks.
 *
 * @example midRank([3, 1, 3, 0], 2) // => 1.5
 */
export function midRank(scores: ArrayLike<number>, candidate: number): number {
  const own = scores[candidate];
  let [better, same] = [0, 0];
  for (let at = 0; at < scores.length; at += 1) {
    if (scores[at] > own) better += 1;
    else if (scores[at] === own) same += 1;
  }
  return better + (same + 1) / 2;
}
