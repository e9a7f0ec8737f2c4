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

const eachOnce = (ontology: Ontology, observed: ArrayLike<number>, visit: (term: number) => void): void => {
  const { offsets, values } = ontology.ancestors;
  const seen = new Set<number>();
  for (let at = 0; at < observed.length; at += 1) {
    const term = observed[at];
    for (let j = offsets[term]; j < offsets[term + 1]; j += 1) {
      const above = values[j];
      if (seen.has(above)) continue;
      seen.add(above);
      visit(above);
    }
  }
};

/** A patient's point: the sum over their terms and all ancestors, each once, not scaled. */
export function embedTerms(
  ontology: Ontology,
  { dimension, terms }: Tower,
  observed: ArrayLike<number>,
): Float32Array {
  const point = new Float32Array(dimension);
  eachOnce(ontology, observed, (term) => {
    const base = term * dimension;
    for (let axis = 0; axis < dimension; axis += 1) point[axis] += terms[base + axis];
  });
  return point;
}

/** Vectors laid end to end, each scaled to length 1. */
export function unitRows(matrix: Float32Array, dimension: number): Float32Array {
  const scaled = matrix.slice();
  for (let base = 0; base < scaled.length; base += dimension) {
    const length = Math.hypot(...scaled.subarray(base, base + dimension)) || 1;
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
