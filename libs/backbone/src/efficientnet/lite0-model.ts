import type { Tensorflow } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import { batchNormEpsilon, isResidual, lite0Blocks } from './lite0-blocks.ts';
import type { Lite0Weights, NormalisedConvolution } from './lite0-weights.ts';

/** Pixels 0 to 255 become (x − 127) / 128, as in training. */
const rescaling = { scale: 1 / 128, offset: -127 / 128 } as const;

/** Names of the layers by block, from the stem to the head: what is unfrozen together. */
export const lite0LayerNames = ({ stem, blocks, head }: Lite0Weights): readonly (readonly string[])[] =>
  [[stem], ...blocks, [head]].map((layers) => layers.flatMap(({ name }) => [name, `${name}_bn`]));

/** The layer whose activations a class activation map reads: 1280 channels at a 32nd of the image's size. */
export const lite0LastConvolution = 'head_relu';

/**
 * EfficientNet-Lite0 as a LayersModel with BatchNorm as layers of their own, for fine-tuning: (batch, height, width, 3) of
 * float pixels 0 to 255 → (batch, 1280). It owns its variables: dispose it.
 */
export function lite0Model(
  tf: Tensorflow,
  weights: Lite0Weights,
  size?: readonly [number, number],
): tfjs.LayersModel {
  const image = tf.input({ shape: [size?.[0] ?? null, size?.[1] ?? null, 3], name: 'pixels' });
  const scaled = tf.layers.rescaling({ ...rescaling, name: 'rescale' }).apply(image) as tfjs.SymbolicTensor;
  let x = convolve(tf, weights.stem, scaled);
  weights.blocks.forEach((layers, at) => {
    const input = x;
    for (const layer of layers) x = convolve(tf, layer, x);
    if (!isResidual(lite0Blocks[at])) return;
    x = tf.layers.add({ name: `block${at}_add` }).apply([x, input]) as tfjs.SymbolicTensor;
  });
  x = convolve(tf, weights.head, x);
  const features = tf.layers
    .globalAveragePooling2d({ name: 'features', dataFormat: 'channelsLast' })
    .apply(x);
  const model = tf.model({
    inputs: image,
    outputs: features as tfjs.SymbolicTensor,
    name: 'efficientnet_lite0',
  });
  tf.tidy(() => {
    for (const layer of [weights.stem, ...weights.blocks.flat(), weights.head]) setWeights(tf, model, layer);
  });
  return model;
}

function convolve(
  tf: Tensorflow,
  { name, shape, depthwise, stride, rectified }: NormalisedConvolution,
  input: tfjs.SymbolicTensor,
): tfjs.SymbolicTensor {
  const settings = {
    name,
    kernelSize: shape[0],
    strides: stride,
    padding: 'same',
    useBias: false,
    dataFormat: 'channelsLast',
  } as const;
  // zeros: the weights come right after, and drawing 4.6 million numbers first takes a second
  const convolution = depthwise
    ? tf.layers.depthwiseConv2d({ ...settings, depthwiseInitializer: 'zeros' })
    : tf.layers.conv2d({ ...settings, filters: shape[3], kernelInitializer: 'zeros' });
  const norm = tf.layers.batchNormalization({
    name: `${name}_bn`,
    epsilon: batchNormEpsilon,
    momentum: 0.99,
  });
  const normalised = norm.apply(convolution.apply(input)) as tfjs.SymbolicTensor;
  if (!rectified) return normalised;
  return tf.layers.reLU({ maxValue: 6, name: `${name}_relu` }).apply(normalised) as tfjs.SymbolicTensor;
}

function setWeights(tf: Tensorflow, model: tfjs.LayersModel, layer: NormalisedConvolution): void {
  model.getLayer(layer.name).setWeights([tf.tensor4d(layer.kernel, [...layer.shape])]);
  const norm = [layer.gamma, layer.beta, layer.mean, layer.variance];
  model.getLayer(`${layer.name}_bn`).setWeights(norm.map((values) => tf.tensor1d(values)));
}
