import {
  listAt,
  noiseTermOf,
  type Ontology,
  type SimulationOptions,
  simulatePatient,
} from '@raredx/ontology';
import { openTrainingStep, type Runtime } from '@raredx/runtime';
import type { Random } from '@raredx/stats';
import type { Tensor, Variable } from '@tensorflow/tfjs';
import { breathe } from '../breathe.ts';
import type { DiseaseProfile } from './disease-profile.ts';
import type { SparseRows } from './profile-vectors.ts';
import { type Tower, unitRows } from './tower.ts';

export interface TowerOptions {
  /** @default 1000 */
  readonly steps?: number;
  /** Simulated patients a step. @default 256 */
  readonly batch?: number;
  /** @default 0.003 */
  readonly rate?: number;
  /** The first scale of the cosines. @default 18 */
  readonly scale?: number;
  readonly simulation?: SimulationOptions;
  readonly onStep?: (step: number, loss: number) => void;
}

export interface TowerRequest extends TowerOptions {
  readonly runtime: Runtime;
  readonly ontology: Ontology;
  /** What patients are simulated from, one a candidate. */
  readonly profiles: readonly DiseaseProfile[];
  /** Where diseases start: their vectors over terms. */
  readonly vectors: SparseRows;
  /** Weight of each term, 0 for one that no profile has. */
  readonly weight: Float32Array;
  /** Where terms start: `principalAxes`, terms × dimension. */
  readonly axes: Float32Array;
  readonly random: Random;
}

const project = (
  { offsets, term, value }: SparseRows,
  axes: Float32Array,
  dimension: number,
): Float32Array => {
  const points = new Float32Array((offsets.length - 1) * dimension);
  for (let row = 0; row + 1 < offsets.length; row += 1) {
    for (let j = offsets[row]; j < offsets[row + 1]; j += 1) {
      for (let axis = 0; axis < dimension; axis += 1) {
        points[row * dimension + axis] += value[j] * axes[term[j] * dimension + axis];
      }
    }
  }
  return unitRows(points, dimension);
};

/** Terms that carry weight, numbered from 0; the others take no part in training. */
const vocabularyOf = (weight: Float32Array): { readonly place: Int32Array; readonly size: number } => {
  const place = new Int32Array(weight.length).fill(-1);
  let size = 0;
  weight.forEach((value, term) => {
    if (value > 0) place[term] = size++;
  });
  return { place, size };
};

const fillQuery = (
  row: Float32Array,
  terms: Int32Array,
  {
    ontology,
    weight,
    place,
  }: {
    ontology: Ontology;
    weight: Float32Array;
    place: Int32Array;
  },
): void => {
  let squares = 0;
  for (const term of terms) {
    for (const above of listAt(ontology.ancestors, term)) {
      const at = place[above];
      if (at < 0 || row[at] > 0) continue;
      squares += weight[above] ** 2;
      row[at] = weight[above];
    }
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  if (scale !== 1) for (let at = 0; at < row.length; at += 1) row[at] *= scale;
};

const openModel = ({ runtime: { tf }, axes, vectors, profiles, weight, scale = 18 }: TowerRequest) => {
  const { place, size } = vocabularyOf(weight);
  const dimension = axes.length / weight.length;
  const start = new Float32Array(size * dimension);
  place.forEach((at, term) => {
    if (at >= 0) start.set(axes.subarray(term * dimension, (term + 1) * dimension), at * dimension);
  });
  const terms = tf.variable(tf.tensor2d(start, [size, dimension]));
  const diseases = tf.variable(tf.tensor2d(project(vectors, axes, dimension), [profiles.length, dimension]));
  const logScale = tf.variable(tf.scalar(Math.log(scale)));
  const unit = (rows: Tensor): Tensor =>
    tf.div(rows, tf.sqrt(tf.add(tf.sum(tf.square(rows), 1, true), 1e-8)));
  const loss = ([queries]: readonly Tensor[], [truths]: readonly Tensor[]) => {
    const cosines = tf.matMul(unit(tf.matMul(queries as Tensor, terms)), unit(diseases), false, true);
    const logits = tf.mul(cosines, tf.exp(logScale));
    const logLikelihood = tf.sum(tf.mul(tf.logSoftmax(logits as never), truths as Tensor), 1);
    return tf.neg(tf.mean(logLikelihood)) as never;
  };
  const trainable: readonly Variable[] = [terms, diseases, logScale];
  return { place, size, dimension, trainable, loss };
};

const rateAt = (step: number, steps: number, rate: number): number =>
  rate * Math.min(1, (step + 1) / 30) * (0.5 * (1 + Math.cos((Math.PI * step) / steps)) + 0.02);

const simulatedBatch = (
  request: TowerRequest,
  {
    place,
    size,
    step,
    noiseTerm,
  }: {
    readonly place: Int32Array;
    readonly size: number;
    readonly step: number;
    readonly noiseTerm: (random: Random) => number;
  },
) => {
  const { ontology, profiles, weight, batch = 256, simulation = {} } = request;
  const random = request.random.fork('patients').fork(step);
  const queries = new Float32Array(batch * size);
  const truths = new Int32Array(batch);
  for (let at = 0; at < batch; ) {
    const disease = random.integer(profiles.length);
    const second = profiles[random.integer(profiles.length)] as DiseaseProfile;
    const patient = simulatePatient(ontology, profiles[disease] as DiseaseProfile, {
      ...simulation,
      random,
      noiseTerm,
      second,
    });
    if (patient.length === 0) continue;
    fillQuery(queries.subarray(at * size, (at + 1) * size), patient, { ontology, weight, place });
    truths[at++] = disease;
  }
  return { queries, truths };
};

/**
 * Two linear towers, patients and diseases, trained on simulated patients alone to tell every disease from every other:
 * softmax over all candidates of the scaled cosine. No real case is seen.
 */
export async function trainTower(request: TowerRequest): Promise<Tower> {
  const { runtime, profiles, weight, steps = 1000, batch = 256, rate = 3e-3, onStep } = request;
  const { tf } = runtime;
  const { place, size, dimension, trainable, loss: lossOf } = openModel(request);
  const noiseTerm = noiseTermOf(profiles);
  const training = openTrainingStep(runtime, {
    trainable,
    loss: lossOf,
    optimizer: { kind: 'adam' },
    rateMultipliers: [1, 1, 3],
  });
  try {
    for (let step = 0; step < steps; step += 1) {
      const drawn = simulatedBatch(request, { place, size, step, noiseTerm });
      const queries = tf.tensor2d(drawn.queries, [batch, size]);
      const truths = tf.tidy(() => tf.oneHot(tf.tensor1d(drawn.truths, 'int32'), profiles.length).toFloat());
      // not inside the optional call: without a listener its arguments would not be worked out, and nothing learned
      const loss = training.run([queries], [truths], rateAt(step, steps, rate));
      onStep?.(step, loss);
      tf.dispose([queries, truths]);
      await breathe();
    }
    training.synchronise();
    const [terms, diseases, logScale] = trainable.map((variable) => variable.dataSync() as Float32Array);
    const weighted = new Float32Array(weight.length * dimension);
    place.forEach((at, term) => {
      if (at < 0) return;
      for (let axis = 0; axis < dimension; axis += 1) {
        weighted[term * dimension + axis] = weight[term] * (terms as Float32Array)[at * dimension + axis];
      }
    });
    return {
      dimension,
      terms: weighted,
      diseases: unitRows(diseases as Float32Array, dimension),
      scale: Math.exp((logScale as Float32Array)[0]),
    };
  } finally {
    training.dispose();
    tf.dispose([...trainable]);
  }
}
