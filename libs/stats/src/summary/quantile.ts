/**
 * Sample quantile, type 7 of Hyndman & Fan (1996) (R's default): linear between order statistics, with
 * position `(n - 1) q`.
 *
 * @param sorted ascending, at least one value
 * @param q in [0, 1]
 * @example
 * quantile(Float64Array.of(1, 2, 3, 4), 0.5) // => 2.5
 */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) throw new RangeError('quantile: no values');
  checkProbability('quantile', q);
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  return between(sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!, position - below);
}

/**
 * Type 7 quantile of weighted values: weight k gives what k copies of the value give. Fractional weights follow
 * `Hmisc::wtd.quantile`: the order statistic at rank r is the first value whose cumulative weight reaches r.
 *
 * @param sorted ascending
 * @param weightsInSameOrder counts, >= 0, summing to at least 1
 * @example
 * weightedQuantile(Float64Array.of(1, 2), Float64Array.of(1, 3), 0.5) // => 2
 */
export function weightedQuantile(sorted: Float64Array, weightsInSameOrder: Float64Array, q: number): number {
  if (sorted.length === 0) throw new RangeError('weightedQuantile: no values');
  if (sorted.length !== weightsInSameOrder.length)
    throw new RangeError(
      `weightedQuantile: values (${sorted.length}) and weights (${weightsInSameOrder.length}) differ in length`,
    );
  checkProbability('weightedQuantile', q);
  let total = 0;
  for (const weight of weightsInSameOrder) {
    if (!(weight >= 0)) throw new RangeError(`weightedQuantile: weights must be >= 0 (${weight})`);
    total += weight;
  }
  if (!(total >= 1 - 1e-9))
    throw new RangeError(`weightedQuantile: weights must sum to at least 1 (${total})`);
  const position = Math.max(0, (total - 1) * q);
  const below = Math.floor(position);
  const [lower, upper] = orderStatistics(sorted, weightsInSameOrder, below + 1);
  return between(lower, upper, position - below);
}

function orderStatistics(sorted: Float64Array, weights: Float64Array, rank: number): [number, number] {
  // Weights such as 1/3 add up to whole numbers only up to rounding.
  const slack = 1e-9;
  let cumulative = 0;
  let lower: number | undefined;
  let last = sorted[0]!;
  for (let i = 0; i < sorted.length; i++) {
    if (weights[i] === 0) continue;
    cumulative += weights[i]!;
    last = sorted[i]!;
    if (lower === undefined && cumulative >= rank - slack) lower = last;
    if (lower !== undefined && cumulative >= rank + 1 - slack) return [lower, last];
  }
  return [lower ?? last, last];
}

function between(lower: number, upper: number, fraction: number): number {
  return fraction === 0 || lower === upper ? lower : lower + fraction * (upper - lower);
}

function checkProbability(where: string, q: number): void {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`${where}: q must be in [0, 1] (${q})`);
}
