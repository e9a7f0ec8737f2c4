import { openRuntime, type Runtime, type Tensorflow } from '@raredx/runtime';
import { createRandom, expit } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import { freshWeights } from '../src/loop/fresh-weights.ts';
import { namedWeights } from '../src/loop/layer-weights.ts';
import type { SampleSource } from '../src/loop/sample-source.ts';

/** A runtime for tests of arithmetic: pure JavaScript, the same bits everywhere. */
export function jsRuntime(): Promise<Runtime> {
  process.env.RAREDX_RUNTIME = 'js';
  return openRuntime();
}

/** Patients with three features, of which the first raises the risk; `intercept` sets how rare the event is. */
export function toyPatients(rows: number, seed: number, { slope = 2, intercept = 0 } = {}) {
  const random = createRandom(seed);
  const x = Float32Array.from({ length: rows * 3 }, () => random.normal());
  const y = Int32Array.from({ length: rows }, (_, row) =>
    random.uniform() < expit(intercept + slope * x[row * 3]) ? 1 : 0,
  );
  return { rows, x, y };
}

export function toySource(tf: Tensorflow, { rows, x, y }: ReturnType<typeof toyPatients>): SampleSource {
  return {
    rows,
    batch: (chosen, augment) => {
      const noise = (row: number) => (augment ? augment.fork(row).normal() * 0.01 : 0);
      const values = Array.from(chosen, (row) =>
        [...x.subarray(row * 3, row * 3 + 3)].map((v) => v + noise(row)),
      );
      return {
        inputs: [tf.tensor2d(values, [chosen.length, 3])],
        targets: tf.tensor1d(Array.from(chosen, (row) => y[row])),
      };
    },
  };
}

/** Dense, BatchNorm, dropout, dense: everything that a training step may treat in its own way. */
export function toyNetwork(
  tf: Tensorflow,
  { dropout = 0.2, units = 1, batchNorm = true } = {},
): tfjs.LayersModel {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 6, inputShape: [3], activation: 'tanh' }));
  if (batchNorm) model.add(tf.layers.batchNormalization({ momentum: 0.9 }));
  model.add(tf.layers.dropout({ rate: dropout }));
  model.add(tf.layers.dense({ units }));
  freshWeights(tf, namedWeights(model), createRandom('toy'));
  return model;
}
