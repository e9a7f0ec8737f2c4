import { closedTerms, type Ontology } from '@raredx/ontology';
import { lengthOf } from '../ranking/tower.ts';

/** Patients as lists of rows of a small table of term vectors: only terms that some patient has take part. */
export interface ShotTerms {
  /** Of each row, its term in the ontology. */
  readonly terms: Int32Array;
  /** Rows of a patient's terms and all above them; a term that no shot has is left out. */
  rowsOf(observed: Iterable<number>): Int32Array;
}

/** Numbers the terms of the given patients, and those above them, from 0. */
export function shotTerms(ontology: Ontology, patients: readonly Int32Array[]): ShotTerms {
  const place = new Int32Array(ontology.ids.length).fill(-1);
  const terms: number[] = [];
  for (const observed of patients) {
    for (const term of closedTerms(ontology, observed)) {
      if (place[term] < 0) place[term] = terms.push(term) - 1;
    }
  }
  return {
    terms: Int32Array.from(terms),
    rowsOf: (observed) =>
      closedTerms(ontology, observed)
        .map((term) => place[term])
        .filter((row) => row >= 0),
  };
}

/** `into[at ..] += weight · from[start ..]` over one vector. */
export function addVector(
  into: Float32Array,
  at: number,
  {
    from,
    start,
    dimension,
    weight,
  }: { from: Float32Array; start: number; dimension: number; weight: number },
): void {
  for (let axis = 0; axis < dimension; axis += 1) into[at + axis] += weight * from[start + axis];
}

/** Vectors scaled to length 1 and the lengths they had. */
export interface UnitPoints {
  readonly unit: Float32Array;
  readonly length: Float64Array;
}

/** Each point is the sum of its rows, scaled to length 1. */
export function unitPoints(
  bags: readonly Int32Array[],
  { table, dimension }: { table: Float32Array; dimension: number },
): UnitPoints {
  const unit = new Float32Array(bags.length * dimension);
  bags.forEach((rows, at) => {
    const point = unit.subarray(at * dimension, (at + 1) * dimension);
    const whole = rows.length - (rows.length % 4);
    for (let four = 0; four < whole; four += 4) {
      const [a, b] = [rows[four] * dimension, rows[four + 1] * dimension];
      const [c, d] = [rows[four + 2] * dimension, rows[four + 3] * dimension];
      for (let axis = 0; axis < dimension; axis += 1)
        point[axis] += table[a + axis] + table[b + axis] + table[c + axis] + table[d + axis];
    }
    for (let last = whole; last < rows.length; last += 1) {
      for (let axis = 0, from = rows[last] * dimension; axis < dimension; axis += 1)
        point[axis] += table[from + axis];
    }
  });
  return scaledToUnit(unit, dimension);
}

/** Scales each vector in place. */
export function scaledToUnit(points: Float32Array, dimension: number): UnitPoints {
  const length = new Float64Array(points.length / dimension);
  for (let at = 0; at < length.length; at += 1) {
    const own = points.subarray(at * dimension, (at + 1) * dimension);
    length[at] = lengthOf(own) || 1;
    for (let axis = 0; axis < dimension; axis += 1) own[axis] /= length[at];
  }
  return { unit: points, length };
}

/** What a gradient with regard to scaled vectors is with regard to the vectors before; in place. */
export function throughScaling(gradient: Float32Array, { unit, length }: UnitPoints): Float32Array {
  const dimension = unit.length / length.length;
  for (let at = 0; at < length.length; at += 1) {
    const base = at * dimension;
    let along = 0;
    for (let axis = 0; axis < dimension; axis += 1) along += unit[base + axis] * gradient[base + axis];
    for (let axis = 0; axis < dimension; axis += 1)
      gradient[base + axis] = (gradient[base + axis] - along * unit[base + axis]) / length[at];
  }
  return gradient;
}
