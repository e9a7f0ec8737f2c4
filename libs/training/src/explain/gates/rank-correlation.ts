/**
 * Spearman's rank correlation, ties at their mean rank. Where one side is constant there is nothing to agree about: 0;
 * two constant sides are the same: 1.
 *
 * @example
 * rankCorrelation([1, 2, 3], [10, 20, 30]) // => 1
 * rankCorrelation([1, 2, 3], [5, 5, 5]) // => 0
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length)
    throw new RangeError(`rankCorrelation: lengths differ (${a.length}, ${b.length})`);
  const [x, y] = [centredRanks(a), centredRanks(b)];
  const product = (u: Float64Array, v: Float64Array) => u.reduce((sum, value, at) => sum + value * v[at], 0);
  const [xx, yy] = [product(x, x), product(y, y)];
  if (xx === 0 || yy === 0) return xx === yy ? 1 : 0;
  return product(x, y) / Math.sqrt(xx * yy);
}

function centredRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, at) => at).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let at = start; at < end; at++) ranks[order[at]] = (start + end - 1) / 2 - (order.length - 1) / 2;
    start = end;
  }
  return ranks;
}
