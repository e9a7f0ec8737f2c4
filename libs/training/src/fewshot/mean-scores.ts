import type { FeatureTable } from '../features.ts';

/** Some rows of a table, which stay where they are. */
export interface ChosenRows {
  readonly features: FeatureTable;
  readonly rows: Int32Array;
}

export interface ChosenSupport extends ChosenRows {
  /** Class of each of the rows; none is empty. */
  readonly classes: Int32Array;
  readonly classCount: number;
}

/**
 * 2 ⟨q, c⟩ − ‖c‖² of every query with the mean c of each class's support, queries × classes: minus the squared distance,
 * but for the query's own norm. One product a query and class, where products of all pairs of rows would be many.
 */
export function meanScores(support: ChosenSupport, queries: ChosenRows): Float64Array {
  const { classCount } = support;
  const means = classMeans(support);
  const scores = new Float64Array(queries.rows.length * classCount);
  let c = 0;
  for (; c + 5 <= classCount; c += 5) fiveProducts(queries, means, { scores, classCount, c });
  for (; c < classCount; c++) oneProduct(queries, means, { scores, classCount, c });
  for (let k = 0; k < classCount; k++) {
    let norm = 0;
    for (let at = k; at < means.length; at += classCount) norm += means[at] ** 2;
    for (let to = k; to < scores.length; to += classCount) scores[to] = 2 * scores[to] - norm;
  }
  return scores;
}

/** Means side by side, width × classes: a query's one pass reads them in the order they lie. */
function classMeans({ features, rows, classes, classCount }: ChosenSupport): Float64Array {
  const { width, values } = features;
  const means = new Float64Array(width * classCount);
  const counts = new Float64Array(classCount);
  for (const c of classes) counts[c]++;
  for (let row = 0; row < rows.length; row++) {
    const c = classes[row];
    const share = 1 / counts[c];
    const from = rows[row] * width;
    for (let k = 0, to = c; k < width; k++, to += classCount) means[to] += share * values[from + k];
  }
  return means;
}

interface Place {
  readonly scores: Float64Array;
  readonly classCount: number;
  /** The first class, or the only one. */
  readonly c: number;
}

/** Five classes in one pass over a query: it is read, and made a double, once. */
function fiveProducts({ features, rows }: ChosenRows, means: Float64Array, place: Place): void {
  const { width, values } = features;
  const { scores, classCount, c } = place;
  for (let q = 0; q < rows.length; q++) {
    const from = rows[q] * width;
    let [s0, s1, s2, s3, s4] = [0, 0, 0, 0, 0];
    for (let k = 0, at = c; k < width; k++, at += classCount) {
      const value = values[from + k];
      s0 += value * means[at];
      s1 += value * means[at + 1];
      s2 += value * means[at + 2];
      s3 += value * means[at + 3];
      s4 += value * means[at + 4];
    }
    const to = q * classCount + c;
    scores[to] = s0;
    scores[to + 1] = s1;
    scores[to + 2] = s2;
    scores[to + 3] = s3;
    scores[to + 4] = s4;
  }
}

function oneProduct({ features, rows }: ChosenRows, means: Float64Array, place: Place): void {
  const { width, values } = features;
  const { scores, classCount, c } = place;
  for (let q = 0; q < rows.length; q++) {
    const from = rows[q] * width;
    let total = 0;
    for (let k = 0, at = c; k < width; k++, at += classCount) total += values[from + k] * means[at];
    scores[q * classCount + c] = total;
  }
}
