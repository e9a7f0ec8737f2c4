import type { Sequential } from '@tensorflow/tfjs';
import type { Tensorflow } from '../src/runtime.ts';

export type Layers = Tensorflow['layers'];
export type EngineCase = {
  readonly name: string;
  readonly input: readonly number[];
  readonly layers: (layers: Layers) => Sequential['layers'];
};

const image = [8, 8, 3];
const series = [4, 4];

const activations = [
  'elu',
  'selu',
  'sigmoid',
  'hardSigmoid',
  'softplus',
  'softsign',
  'softmax',
  'swish',
  'mish',
] as const;

/** Every kind of layer that a network here may have; a dense layer of three scores is put after each. */
export const engineCases: readonly EngineCase[] = [
  { name: 'dense', input: [7], layers: (l) => [l.dense({ units: 5, activation: 'relu' })] },
  {
    name: 'dense over a series',
    input: series,
    layers: (l) => [l.dense({ units: 5, activation: 'tanh' }), l.flatten()],
  },
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
    name: 'conv2d by one pixel',
    input: image,
    layers: (l) => [
      l.conv2d({ filters: 4, kernelSize: 1, activation: 'relu' }),
      l.conv2d({ filters: 2, kernelSize: 1, strides: 2, useBias: false }),
      l.conv2d({ filters: 3, kernelSize: 1 }),
      l.flatten(),
    ],
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
    name: 'batchnorm and relu6',
    input: image,
    layers: (l) => [
      l.conv2d({ filters: 4, kernelSize: 3 }),
      l.batchNormalization({}),
      l.reLU({ maxValue: 6 }),
      l.flatten(),
    ],
  },
  {
    name: 'batchnorm of rows',
    input: [7],
    layers: (l) => [l.dense({ units: 6 }), l.batchNormalization({}), l.reLU()],
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
  {
    name: 'leaky and parametric relu',
    input: [7],
    layers: (l) => [l.dense({ units: 5 }), l.leakyReLU({}), l.dense({ units: 5 }), l.prelu({})],
  },
  ...activations.map(
    (activation): EngineCase => ({
      name: activation,
      input: [7],
      layers: (l) => [l.dense({ units: 5, activation })],
    }),
  ),
];
