/**
 * Risks whose rows sum to 1 to the last digits: what was averaged or came from 32 bits is off by a millionth.
 *
 * @param risks rows × classes
 * @throws Error for risks that are none, so that they never reach a table
 */
export function summingToOne(risks: Float64Array, classCount: number): Float64Array {
  const scaled = new Float64Array(risks.length);
  for (let from = 0; from < risks.length; from += classCount) {
    const own = risks.subarray(from, from + classCount);
    const sum = own.reduce((total, p) => total + p, 0);
    if (!(Math.abs(sum - 1) < 1e-3) || own.some((p) => !(p >= -1e-6))) {
      throw new Error(`risks of row ${from / classCount + 1} sum to ${sum}`);
    }
    own.forEach((p, c) => {
      scaled[from + c] = Math.max(0, p) / sum;
    });
  }
  return scaled;
}
