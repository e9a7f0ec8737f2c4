/**
 * Probabilities of all candidates from their scores, by a softmax at the given temperature; they sum to 1.
 *
 * @param into overwritten and returned
 * @example candidateProbabilities(Float32Array.of(0, 0), 1, new Float64Array(2)) // => Float64Array.of(0.5, 0.5)
 */
export function candidateProbabilities(
  scores: Float32Array,
  temperature: number,
  into: Float64Array,
): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < scores.length; at += 1) if (scores[at] > largest) largest = scores[at];
  let total = 0;
  for (let at = 0; at < scores.length; at += 1) {
    const weight = Math.exp((scores[at] - largest) / temperature);
    into[at] = weight;
    total += weight;
  }
  for (let at = 0; at < scores.length; at += 1) into[at] /= total;
  return into;
}
