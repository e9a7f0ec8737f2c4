/** Softmax of each row of scores (rows × columns), in place; the largest score is taken out first, so that none overflows. */
export function softmaxRows(scores: Float64Array, columns: number): Float64Array {
  for (let start = 0; start < scores.length; start += columns) {
    let most = Number.NEGATIVE_INFINITY;
    for (let c = start; c < start + columns; c++) if (scores[c] > most) most = scores[c];
    let total = 0;
    for (let c = start; c < start + columns; c++) {
      const below = scores[c] - most;
      // most of the time goes into exp: the largest, one in each row, needs none
      scores[c] = below === 0 ? 1 : Math.exp(below);
      total += scores[c];
    }
    for (let c = start; c < start + columns; c++) scores[c] /= total;
  }
  return scores;
}

/** Column of the largest element of a row; the first of equals. */
export function largestInRow(values: Float64Array, row: number, columns: number): number {
  let best = 0;
  for (let c = 1; c < columns; c++) if (values[row * columns + c] > values[row * columns + best]) best = c;
  return best;
}
