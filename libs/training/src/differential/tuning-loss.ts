import type { ShotGroups } from './shot-groups.ts';
import { addVector, scaledToUnit, throughScaling, type UnitPoints, unitPoints } from './shot-points.ts';

export interface Asked {
  readonly shot: number;
  readonly observed: Int32Array;
}

/** What one step looks at. */
export interface TuningStep {
  /** Vectors of the terms that take part, row by row. */
  readonly table: Float32Array;
  readonly dimension: number;
  /** Rows of each shot and of each patient asked about. */
  readonly bags: readonly Int32Array[];
  readonly patients: readonly Int32Array[];
  /** Of each disease, what is added to the sum of its patients. */
  readonly directions: Float32Array;
  readonly groups: ShotGroups;
  readonly asked: readonly Asked[];
  /** Cosines times this are log odds; times log(1 + n) for a disease with n publications. */
  readonly options: { readonly scale: number; readonly publications: number };
}

/** The mean log loss of the patients asked about, and its gradient with regard to the term vectors. */
export function tuningLoss(shapes: TuningStep): { readonly loss: number; readonly gradient: Float32Array } {
  const { table, dimension, bags, patients, directions, groups, asked } = shapes;
  const { disease, group, groupCount } = groups;
  const shown = unitPoints(bags, { table, dimension });
  const asking = unitPoints(patients, { table, dimension });
  const sums = directions.slice();
  const groupSums = new Float32Array(groupCount * dimension);
  bags.forEach((_, shot) => {
    const of = { from: shown.unit, start: shot * dimension, dimension, weight: 1 };
    addVector(sums, disease[shot] * dimension, of);
    addVector(groupSums, group[shot] * dimension, of);
  });
  const own = new Float32Array(asked.length * dimension);
  asked.forEach(({ shot }, at) => {
    const start = disease[shot] * dimension;
    addVector(own, at * dimension, { from: sums, start, dimension, weight: 1 });
    addVector(own, at * dimension, {
      from: groupSums,
      start: group[shot] * dimension,
      dimension,
      weight: -1,
    });
  });
  const [means, others] = [scaledToUnit(sums, dimension), scaledToUnit(own, dimension)];
  const slopes = lossSlopes(shapes, { asking, means, others });
  const bySum = throughScaling(slopes.means, means);
  const byOwn = throughScaling(slopes.others, others);
  const byGroup = new Float32Array(groupSums.length);
  asked.forEach(({ shot }, at) => {
    const of = { from: byOwn, start: at * dimension, dimension };
    addVector(bySum, disease[shot] * dimension, { ...of, weight: 1 });
    addVector(byGroup, group[shot] * dimension, { ...of, weight: -1 });
  });
  const byShot = new Float32Array(shown.unit.length);
  bags.forEach((_, shot) => {
    const start = disease[shot] * dimension;
    addVector(byShot, shot * dimension, { from: bySum, start, dimension, weight: 1 });
    addVector(byShot, shot * dimension, {
      from: byGroup,
      start: group[shot] * dimension,
      dimension,
      weight: 1,
    });
  });
  const gradient = new Float32Array(table.length);
  spread(throughScaling(byShot, shown), { bags, dimension, into: gradient });
  spread(throughScaling(slopes.asking, asking), { bags: patients, dimension, into: gradient });
  return { loss: slopes.loss, gradient };
}

/** Every row of a point has the point's gradient. */
function spread(
  points: Float32Array,
  { bags, dimension, into }: { bags: readonly Int32Array[]; dimension: number; into: Float32Array },
): void {
  bags.forEach((rows, at) => {
    const base = at * dimension;
    for (const row of rows) {
      for (let axis = 0, to = row * dimension; axis < dimension; axis += 1)
        into[to + axis] += points[base + axis];
    }
  });
}

/** Four sums side by side: the processor need not wait for one to end. */
const dotOf = (dimension: number) => (a: Float32Array, b: Float32Array) => {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = dimension - (dimension % 4);
  for (let axis = 0; axis < whole; axis += 4) {
    first += a[axis] * b[axis];
    second += a[axis + 1] * b[axis + 1];
    third += a[axis + 2] * b[axis + 2];
    fourth += a[axis + 3] * b[axis + 3];
  }
  for (let axis = whole; axis < dimension; axis += 1) first += a[axis] * b[axis];
  return first + second + third + fourth;
};

/** Slopes of the mean log loss with regard to the scaled patients, means of diseases, and own diseases' other means. */
function lossSlopes(
  { groups: { disease, publications }, asked, dimension, options }: TuningStep,
  points: { asking: UnitPoints; means: UnitPoints; others: UnitPoints },
): { loss: number; asking: Float32Array; means: Float32Array; others: Float32Array } {
  const [asking, means, others] = [points.asking, points.means, points.others].map(({ unit }) =>
    vectorsOf(unit, dimension),
  );
  const slopes = {
    loss: 0,
    asking: new Float32Array(points.asking.unit.length),
    means: new Float32Array(points.means.unit.length),
    others: new Float32Array(points.others.unit.length),
  };
  const [byAsking, byMeans, byOthers] = [slopes.asking, slopes.means, slopes.others].map((all) =>
    vectorsOf(all, dimension),
  );
  const dot = dotOf(dimension);
  const p = new Float64Array(means.length);
  asked.forEach(({ shot }, at) => {
    const truth = disease[shot];
    const [patient, byPatient] = [asking[at], byAsking[at]];
    for (let one = 0; one < p.length; one += 1) {
      const cosine = dot(patient, one === truth ? others[at] : means[one]);
      const seen = publications[one] - (one === truth ? 1 : 0);
      p[one] = options.scale * cosine + options.publications * Math.log1p(seen);
    }
    softmax(p);
    slopes.loss -= Math.log(p[truth]) / asked.length;
    for (let one = 0; one < p.length; one += 1) {
      const weight = (options.scale * (p[one] - (one === truth ? 1 : 0))) / asked.length;
      if (Math.abs(weight) < negligible) continue;
      const [point, slope] = one === truth ? [others[at], byOthers[at]] : [means[one], byMeans[one]];
      for (let axis = 0; axis < dimension; axis += 1) {
        byPatient[axis] += weight * point[axis];
        slope[axis] += weight * patient[axis];
      }
    }
  });
  return slopes;
}

/** Slopes below this are passed over: of many hundred diseases few come into question. */
const negligible = 2e-6;

const vectorsOf = (points: Float32Array, dimension: number): Float32Array[] =>
  Array.from({ length: points.length / dimension }, (_, at) =>
    points.subarray(at * dimension, (at + 1) * dimension),
  );

function softmax(logits: Float64Array): void {
  const largest = logits.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (let at = 0; at < logits.length; at += 1) {
    logits[at] = Math.exp(logits[at] - largest);
    total += logits[at];
  }
  for (let at = 0; at < logits.length; at += 1) logits[at] /= total;
}
