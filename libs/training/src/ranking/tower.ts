import type { Ontology } from '@raredx/ontology';

/** Patients and diseases as points of one space: a disease fits a patient as far as their directions agree. */
export interface Tower {
  readonly dimension: number;
  /** Of each term, its vector times its weight: terms × dimension. */
  readonly terms: Float32Array;
  /** Of each candidate, a vector of length 1: candidates × dimension. */
  readonly diseases: Float32Array;
  /** Cosines times this are log odds. */
  readonly scale: number;
}

/** The length of a vector. */
export function lengthOf(vector: Float32Array): number {
  let squares = 0;
  for (let axis = 0; axis < vector.length; axis += 1) squares += vector[axis] ** 2;
  return Math.sqrt(squares);
}

/**
 * Patients as points: the sum over their terms and all ancestors, each once, not scaled. The function that comes back keeps
 * marks between calls and is for one thread.
 */
export function openEmbedding(
  ontology: Ontology,
  { dimension, terms }: Tower,
): (observed: ArrayLike<number>) => Float32Array {
  const { offsets, values } = ontology.ancestors;
  const lastSeen = new Int32Array(ontology.ids.length).fill(-1);
  const closed = new Int32Array(ontology.ids.length);
  let calls = 0;
  return (observed) => {
    calls += 1;
    let count = 0;
    for (let at = 0; at < observed.length; at += 1) {
      for (let j = offsets[observed[at]]; j < offsets[observed[at] + 1]; j += 1) {
        if (lastSeen[values[j]] === calls) continue;
        lastSeen[values[j]] = calls;
        closed[count++] = values[j] * dimension;
      }
    }
    return sumOfRows(terms, { starts: closed, count, dimension });
  };
}

/** Four rows in one pass: the sum is read and written a quarter as often. */
function sumOfRows(
  table: Float32Array,
  { starts, count, dimension }: { starts: Int32Array; count: number; dimension: number },
): Float32Array {
  const sum = new Float32Array(dimension);
  const whole = count - (count % 4);
  for (let at = 0; at < whole; at += 4) {
    const [a, b, c, d] = [starts[at], starts[at + 1], starts[at + 2], starts[at + 3]];
    for (let axis = 0; axis < dimension; axis += 1)
      sum[axis] += table[a + axis] + table[b + axis] + table[c + axis] + table[d + axis];
  }
  for (let at = whole; at < count; at += 1) {
    for (let axis = 0, from = starts[at]; axis < dimension; axis += 1) sum[axis] += table[from + axis];
  }
  return sum;
}

/** One patient's point, see `openEmbedding`. */
export const embedTerms = (ontology: Ontology, tower: Tower, observed: ArrayLike<number>): Float32Array =>
  openEmbedding(ontology, tower)(observed);

/** Vectors laid end to end, each scaled to length 1. */
export function unitRows(matrix: Float32Array, dimension: number): Float32Array {
  const scaled = matrix.slice();
  for (let base = 0; base < scaled.length; base += dimension) {
    const length = lengthOf(scaled.subarray(base, base + dimension)) || 1;
    for (let axis = 0; axis < dimension; axis += 1) scaled[base + axis] /= length;
  }
  return scaled;
}

/** Towers beside each other as one: their vectors are joined, each weighing the same. */
export function joinTowers(towers: readonly Tower[]): Tower {
  const dimension = towers.reduce((total, tower) => total + tower.dimension, 0);
  const join = (part: (tower: Tower) => Float32Array): Float32Array => {
    const rows = part(towers[0] as Tower).length / (towers[0] as Tower).dimension;
    const joined = new Float32Array(rows * dimension);
    let from = 0;
    for (const tower of towers) {
      const vectors = part(tower);
      for (let row = 0; row < rows; row += 1) {
        joined.set(
          vectors.subarray(row * tower.dimension, (row + 1) * tower.dimension),
          row * dimension + from,
        );
      }
      from += tower.dimension;
    }
    return joined;
  };
  const scale = towers.reduce((total, tower) => total + tower.scale, 0) / towers.length;
  return {
    dimension,
    terms: join(({ terms }) => terms),
    diseases: unitRows(
      join(({ diseases }) => diseases),
      dimension,
    ),
    scale,
  };
}
