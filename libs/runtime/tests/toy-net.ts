import type { LayersModel, Scalar, SymbolicTensor, Tensor, Tensor1D, Variable } from '@tensorflow/tfjs';
import type { Runtime } from '../src/runtime.ts';
import { keyedDropout } from '../src/step/keyed-dropout.ts';
import type { TrainingStepOptions } from '../src/step/training-step.ts';
import type { EngineCase } from './step-engine-cases.ts';

/** Numbers of (−1, 1) that look random and are the same on every machine. */
export const noise = (size: number, seed: number): Float32Array =>
  Float32Array.from({ length: size }, (_, at) => {
    const x = Math.sin((at + 1) * 12.9898 + seed * 78.233) * 43758.5453;
    return 2 * (x - Math.floor(x)) - 1;
  });

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

export const noisyTensor = ({ tf }: Runtime, shape: readonly number[], seed: number): Tensor =>
  tf.tensor(noise(sizeOf(shape), seed), [...shape]);

export type Net = {
  readonly model: LayersModel;
  readonly trainable: readonly Variable[];
  readonly state: readonly Variable[];
};

/** The case's layers and three scores. */
export const buildNet = ({ tf }: Runtime, { input, layers }: Pick<EngineCase, 'input' | 'layers'>): Net => {
  const start = tf.input({ shape: [...input] });
  const last = [...layers(tf.layers), tf.layers.dense({ units: 3 })].reduce(
    (x, layer) => layer.apply(x) as SymbolicTensor,
    start,
  );
  const model = tf.model({ inputs: start, outputs: last });
  const variables = (weights: LayersModel['weights']) => weights.map((weight) => weight.read() as Variable);
  return {
    model,
    trainable: variables(model.trainableWeights),
    state: variables(model.nonTrainableWeights),
  };
};

/** Sets weights and state to the same numbers at every call. */
export const resetNet = (runtime: Runtime, { trainable, state }: Net): void => {
  runtime.tf.tidy(() => {
    [...trainable, ...state].forEach((variable, at) => {
      const values = noisyTensor(runtime, variable.shape, 100 + at).mul(0.4);
      // scales and variances are positive
      const fits = /gamma|variance/.test(variable.name) ? values.abs().add(0.5) : values;
      variable.assign(fits as Variable);
    });
  });
};

/** Cross-entropy of three classes; with a key, the inputs are thinned. */
export const netLoss =
  (runtime: Runtime, { model }: Net): TrainingStepOptions['loss'] =>
  ([x, key], [y]) => {
    const { tf } = runtime;
    const seen = key ? keyedDropout(runtime, x, { rate: 0.3, key: key as Tensor1D, layer: 2 }) : x;
    return tf.losses.softmaxCrossEntropy(y, model.apply(seen, { training: true }) as Tensor) as Scalar;
  };

export type ToyBatch = { readonly x: Tensor; readonly y: Tensor };

/** Three batches, two of eight rows and one of five; `integers` are from 0 to 8. */
export const toyBatches = (
  runtime: Runtime,
  input: readonly number[],
  integers: boolean,
): readonly ToyBatch[] => {
  const { tf } = runtime;
  return [0, 1, 2].map((seed) => {
    const size = seed === 2 ? 5 : 8;
    const x = noisyTensor(runtime, [size, ...input], seed);
    const classes = Int32Array.from({ length: size }, (_, k) => (k + seed) % 3);
    return {
      x: integers ? x.abs().mul(9).floor() : x,
      y: tf.oneHot(tf.tensor1d(classes, 'int32'), 3).cast('float32'),
    };
  });
};

/** The bits of all variables. */
export const bitsOf = (variables: readonly Variable[]): readonly Uint32Array[] =>
  variables.map((variable) => new Uint32Array((variable.dataSync() as Float32Array).slice().buffer));
