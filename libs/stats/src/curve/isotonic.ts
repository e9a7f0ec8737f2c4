/** Steps of an isotonic regression: at each distinct x the fitted value, never falling. */
export interface IsotonicCurve {
  readonly x: Float64Array;
  readonly fitted: Float64Array;
}

/**
 * Weighted least squares fit that never falls in x, by pooling adjacent violators; equal x share one value. With y of
 * 0 and 1 and x a risk this is the CORP recalibrated probability (Dimitriadis, Gneiting & Jordan 2021).
 *
 * @param w weight k is k copies of the row; default 1
 * @example
 * isotonic({ x: Float64Array.of(1, 2, 3), y: Float64Array.of(0, 1, 0) }).fitted // => Float64Array.of(0, 0.5, 0.5)
 */
export function isotonic(data: { x: Float64Array; y: ArrayLike<number>; w?: Float64Array }): IsotonicCurve {
  const { x, means, weights } = grouped(data);
  const blockMean: number[] = [];
  const blockWeight: number[] = [];
  const blockEnd: number[] = [];
  for (let i = 0; i < x.length; i++) {
    let mean = means[i]!;
    let weight = weights[i]!;
    while (blockMean.length > 0 && blockMean.at(-1)! >= mean) {
      const before = blockWeight.pop()!;
      mean = (before * blockMean.pop()! + weight * mean) / (before + weight);
      weight += before;
      blockEnd.pop();
    }
    blockMean.push(mean);
    blockWeight.push(weight);
    blockEnd.push(i + 1);
  }
  const fitted = new Float64Array(x.length);
  blockEnd.forEach((end, block) => {
    fitted.fill(blockMean[block]!, block === 0 ? 0 : blockEnd[block - 1]!, end);
  });
  return { x, fitted };
}

/**
 * The fitted step at any x: that of the largest distinct x not above it (the first below the range).
 *
 * @example
 * isotonicAt({ x: Float64Array.of(1, 2), fitted: Float64Array.of(0.25, 0.75) }, 1.5) // => 0.25
 */
export function isotonicAt(curve: IsotonicCurve, x: number): number {
  let low = 0;
  let high = curve.x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (curve.x[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return curve.fitted[Math.max(0, low - 1)]!;
}

function grouped({ x, y, w }: { x: Float64Array; y: ArrayLike<number>; w?: Float64Array }) {
  if (y.length !== x.length || (w && w.length !== x.length))
    throw new RangeError(`isotonic: x (${x.length}), y (${y.length}) and w differ in length`);
  const order = Array.from(x, (_, i) => i).filter((i) => w === undefined || w[i] !== 0);
  const bad = order.find(
    (i) => !(Number.isFinite(x[i]!) && Number.isFinite(y[i]!) && (w === undefined || w[i]! > 0)),
  );
  if (bad !== undefined)
    throw new RangeError(`isotonic: x, y and w must be finite and w >= 0 (row ${bad + 1})`);
  order.sort((a, b) => x[a]! - x[b]!);
  const distinct: number[] = [];
  const sums: number[] = [];
  const weights: number[] = [];
  for (const i of order) {
    if (distinct.at(-1) !== x[i]) {
      distinct.push(x[i]!);
      sums.push(0);
      weights.push(0);
    }
    const weight = w?.[i] ?? 1;
    sums[sums.length - 1]! += weight * y[i]!;
    weights[weights.length - 1]! += weight;
  }
  return { x: Float64Array.from(distinct), means: sums.map((total, g) => total / weights[g]!), weights };
}
