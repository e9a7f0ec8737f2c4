import type { Scalar, Tensor, Tensor1D, Variable } from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { openRuntime } from '../open-runtime.ts';
import { fuseLayers } from './fuse-layers.ts';
import { keyedDropout } from './keyed-dropout.ts';
import { openTrainingStep } from './open-training-step.ts';

const steps = 10_000;
const megabyte = 2 ** 20;

it('10,000 steps of two batch shapes hold no more tensors and no more memory than 1,000', async () => {
  const runtime = await openRuntime();
  const { tf } = runtime;
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 8, kernelSize: 3, inputShape: [16, 16, 3], useBias: false }),
      ...[tf.layers.batchNormalization({}), tf.layers.reLU({ maxValue: 6 }), tf.layers.flatten()],
      tf.layers.dense({ units: 3 }),
    ],
  });
  fuseLayers(runtime, model);
  const variables = (weights: typeof model.weights) => weights.map((weight) => weight.read() as Variable);
  const step = openTrainingStep(runtime, {
    trainable: variables(model.trainableWeights),
    state: variables(model.nonTrainableWeights),
    optimizer: { kind: 'adam' },
    loss: ([x, key], [y]) => {
      const thinned = keyedDropout(runtime, x, { rate: 0.2, key: key as Tensor1D });
      return tf.losses.softmaxCrossEntropy(y, model.apply(thinned, { training: true }) as Tensor) as Scalar;
    },
  });
  const seen = { tensors: 0, buffers: 0, rss: 0 };
  let grown = 0;
  for (let at = 1; at <= steps; at += 1) {
    const rows = at % 10 === 0 ? 5 : 16;
    const batch = [tf.ones([rows, 16, 16, 3]), tf.tensor1d([1, at], 'int32')];
    const targets = [tf.fill([rows, 3], 1 / 3)];
    step.run(batch, targets, 1e-4);
    tf.dispose([batch, targets]);
    if (at % 1_000 === 0) step.synchronise();
    const { numTensors, numDataBuffers } = tf.memory();
    if (at === 1_000)
      Object.assign(seen, { tensors: numTensors, buffers: numDataBuffers, rss: process.memoryUsage.rss() });
    if (at > 1_000) grown = Math.max(grown, numTensors - seen.tensors, numDataBuffers - seen.buffers);
  }
  const rss = (process.memoryUsage.rss() - seen.rss) / megabyte;
  const result = { steps, engine: step.engine, tensorsGrown: grown, residentGrownAbove32MiB: rss > 32 };
  step.dispose();
  await expect(`${JSON.stringify(result, null, 2)}\n`).toMatchFileSnapshot('step-memory.slow.json');
});
