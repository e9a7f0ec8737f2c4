/**
 * Sum with Neumaier's compensation: the rounding error does not grow with the number of terms.
 *
 * Neumaier A (1974). Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen.
 *
 * @example
 * sum([1e100, 1, -1e100]) // => 1
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(lost) ? total + lost : total;
}
