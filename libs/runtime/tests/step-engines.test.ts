import type { LayersModel, Scalar, Sequential, SymbolicTensor, Tensor, Variable } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readNativeRecord } from '../src/native-record.ts';
import { openRuntime } from '../src/open-runtime.ts';
import type { Runtime, Tensorflow } from '../src/runtime.ts';
import { openTrainingStep } from '../src/step/open-training-step.ts';
import type { OptimizerSettings } from '../src/step/optimizer-settings.ts';
import type { TrainingStepOptions } from '../src/step/training-step.ts';

const record = readNativeRecord();
const missing = 'unavailable' in record || record.stepGraph === undefined;
const steps = 100;

type Layers = Tensorflow['layers'];
type Case = {
  readonly name: string;
  readonly input: readonly number[];
  readonly layers: (layers: Layers) => Sequential['layers'];
};

const image = [8, 8, 3];
const series = [6, 4];
const cases: readonly Case[] = [
  { name: 'dense', input: [7], layers: (l) => [l.dense({ units: 5, activation: 'relu' })] },
  {
    name: 'conv2d',
    input: image,
    layers: (l) => [l.conv2d({ filters: 4, kernelSize: 3, activation: 'relu' }), l.flatten()],
  },
  {
    name: 'conv2d, strided and padded',
    input: image,
    layers: (l) => [l.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }), l.flatten()],
  },
  {
    name: 'depthwise',
    input: image,
    layers: (l) => [l.depthwiseConv2d({ kernelSize: 3, padding: 'same' }), l.flatten()],
  },
  {
    name: 'separable',
    input: image,
    layers: (l) => [l.separableConv2d({ filters: 4, kernelSize: 3 }), l.flatten()],
  },
  {
    name: 'transposed',
    input: image,
    layers: (l) => [l.conv2dTranspose({ filters: 2, kernelSize: 3 }), l.flatten()],
  },
  {
    name: 'batchnorm',
    input: image,
    layers: (l) => [
      l.conv2d({ filters: 4, kernelSize: 3 }),
      l.batchNormalization({}),
      l.reLU({ maxValue: 6 }),
      l.flatten(),
    ],
  },
  {
    name: 'layernorm',
    input: [7],
    layers: (l) => [l.dense({ units: 6 }), l.layerNormalization({}), l.activation({ activation: 'tanh' })],
  },
  {
    name: 'max pooling',
    input: image,
    layers: (l) => [l.conv2d({ filters: 3, kernelSize: 3 }), l.maxPooling2d({ poolSize: 2 }), l.flatten()],
  },
  {
    name: 'average pooling',
    input: image,
    layers: (l) => [
      l.conv2d({ filters: 3, kernelSize: 3 }),
      l.averagePooling2d({ poolSize: 2, padding: 'same' }),
      l.globalAveragePooling2d({}),
    ],
  },
  { name: 'embedding', input: [5], layers: (l) => [l.embedding({ inputDim: 9, outputDim: 4 }), l.flatten()] },
  { name: 'lstm', input: series, layers: (l) => [l.lstm({ units: 4 })] },
  { name: 'gru', input: series, layers: (l) => [l.gru({ units: 4 })] },
  {
    name: 'conv1d',
    input: series,
    layers: (l) => [l.conv1d({ filters: 4, kernelSize: 3, activation: 'elu' }), l.flatten()],
  },
  ...(['sigmoid', 'softplus', 'selu', 'swish', 'softmax', 'hardSigmoid', 'softsign'] as const).map(
    (activation): Case => ({
      name: activation,
      input: [7],
      layers: (l) => [l.dense({ units: 5, activation })],
    }),
  ),
  {
    name: 'leaky and parametric relu',
    input: [7],
    layers: (l) => [l.dense({ units: 5 }), l.leakyReLU({}), l.dense({ units: 5 }), l.prelu({})],
  },
];

const optimizers: readonly OptimizerSettings[] = [
  { kind: 'sgd' },
  { kind: 'sgd', momentum: 0.9 },
  { kind: 'sgd', momentum: 0.9, nesterov: true },
  { kind: 'adam' },
  { kind: 'adamw', weightDecay: 0.05 },
  { kind: 'adamax' },
  { kind: 'rmsprop' },
  { kind: 'rmsprop', momentum: 0.5 },
  { kind: 'adagrad' },
  { kind: 'adadelta' },
];

/** Numbers that look random and are the same on every machine. */
const noise = (size: number, seed: number) =>
  Float32Array.from({ length: size }, (_, at) => {
    const x = Math.sin((at + 1) * 12.9898 + seed * 78.233) * 43758.5453;
    return 2 * (x - Math.floor(x)) - 1;
  });

describe.skipIf(missing)('a training step as a graph', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await openRuntime();
  });

  const tensor = (shape: readonly number[], seed: number) =>
    runtime.tf.tensor(
      noise(
        shape.reduce((a, b) => a * b, 1),
        seed,
      ),
      [...shape],
    );

  const build = ({ input, layers }: Pick<Case, 'input' | 'layers'>) => {
    const { tf } = runtime;
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

  const setAll = (variables: readonly Variable[]) =>
    runtime.tf.tidy(() => {
      variables.forEach((variable, at) => {
        const values = tensor(variable.shape, 100 + at).mul(0.4);
        // scales and variances are positive
        variable.assign((/gamma|variance/.test(variable.name) ? values.abs().add(0.5) : values) as Variable);
      });
    });

  /** Trains from the same start; returns losses, weights, and what the step says of itself. */
  const train = (
    net: ReturnType<typeof build>,
    batches: readonly { x: Tensor; y: Tensor }[],
    options: Partial<TrainingStepOptions>,
  ) => {
    const { tf } = runtime;
    setAll([...net.trainable, ...net.state]);
    const loss = ([x]: readonly Tensor[], [y]: readonly Tensor[]) =>
      tf.losses.softmaxCrossEntropy(y, net.model.apply(x, { training: true }) as Tensor) as Scalar;
    const step = openTrainingStep(runtime, {
      ...{ trainable: net.trainable, state: net.state, loss, optimizer: { kind: 'adam' } },
      ...options,
    });
    const losses = Array.from({ length: steps }, (_, at) => {
      const { x, y } = batches[at % batches.length];
      return step.run([x], [y], 0.01);
    });
    const { engine, why } = step;
    step.dispose();
    const weights = [...net.trainable, ...net.state].map((variable) => Array.from(variable.dataSync()));
    return { losses, weights, engine, why };
  };

  const batchesOf = (input: readonly number[], { integers = false } = {}) => {
    const { tf } = runtime;
    return [0, 1, 2].map((seed) => {
      const size = seed === 2 ? 5 : 8;
      const x = tensor([size, ...input], seed);
      return {
        x: integers ? x.abs().mul(9).floor() : x,
        y: tf
          .oneHot(
            tf.tensor1d(
              Int32Array.from({ length: size }, (_, k) => (k + seed) % 3),
              'int32',
            ),
            3,
          )
          .cast('float32'),
      };
    });
  };

  const furthest = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]) =>
    Math.max(...a.flatMap((values, at) => values.map((value, k) => Math.abs(value - b[at][k]))));

  const expectSame = (
    net: ReturnType<typeof build>,
    batches: readonly { x: Tensor; y: Tensor }[],
    options: Partial<TrainingStepOptions> = {},
  ) => {
    const eager = train(net, batches, { ...options, engine: 'eager' });
    const graph = train(net, batches, options);
    expect(graph).toMatchObject({ engine: 'graph', why: null });
    expect(eager.losses.at(-1)).not.toBe(eager.losses[0]);
    expect(furthest([graph.losses], [eager.losses])).toBeLessThan(1e-5);
    expect(furthest(graph.weights, eager.weights)).toBeLessThan(1e-5);
  };

  it.each(cases)('equals the eager step over 100 steps and two batch shapes: $name', ({ name, ...shape }) => {
    expectSame(build(shape), batchesOf(shape.input, { integers: name === 'embedding' }), {
      optimizer: { kind: 'sgd', momentum: 0.9 },
    });
  });

  it.each(optimizers.map((optimizer) => ({ optimizer, says: JSON.stringify(optimizer) })))(
    'equals the eager step with $says',
    ({ optimizer }) => {
      const layers = (l: Layers) => [l.dense({ units: 5, activation: 'tanh' })];
      const net = build({ input: [7], layers });
      expectSame(net, batchesOf([7]), {
        ...{ optimizer, clipNorm: 0.4 },
        rateMultipliers: [1, 0.5, 0, 2],
        decayMultipliers: [1, 0, 1, 0],
      });
    },
  );
});
