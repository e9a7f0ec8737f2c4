const bins = 1024;

/**
 * The places of at least the `count` largest scores, ascending: all that reach the bin of a histogram in which the
 * `count`-th lies. Two passes without a comparison between candidates; equals stay or go together.
 */
export function scoreLeaders(scores: Float32Array, count: number): Int32Array {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at];
    if (score < low) low = score;
    if (score > high) high = score;
  }
  const perUnit = high > low ? (bins - 1) / (high - low) : 0;
  const histogram = new Int32Array(bins);
  for (let at = 0; at < scores.length; at += 1) histogram[((scores[at] - low) * perUnit) | 0] += 1;
  let [bin, reached] = [bins - 1, histogram[bins - 1]];
  while (bin > 0 && reached < count) reached += histogram[--bin];
  const leaders = new Int32Array(reached);
  for (let at = 0, next = 0; at < scores.length; at += 1) {
    if ((((scores[at] - low) * perUnit) | 0) >= bin) leaders[next++] = at;
  }
  return leaders;
}
