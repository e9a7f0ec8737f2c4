import type { Scalar, Tensor } from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openRuntime } from '../src/open-runtime.ts';
import type { Runtime } from '../src/runtime.ts';
import { normaliseBatch } from '../src/step/batch-norm.ts';
import { fuseLayers } from '../src/step/fuse-layers.ts';
import { keyedDropout } from '../src/step/keyed-dropout.ts';
import { openTrainingStep } from '../src/step/open-training-step.ts';
import { philoxUniform } from '../src/step/philox-uniform.ts';
import { noisyTensor } from './toy-net.ts';

let runtime: Runtime;
beforeAll(async () => {
  vi.stubEnv('RAREDX_RUNTIME', 'js');
  runtime = await openRuntime();
});
afterAll(() => void vi.unstubAllEnvs());

it('trains kernel by kernel where TensorFlow is missing, and says why', () => {
  const { tf } = runtime;
  const weight = tf.variable(tf.zeros([3, 1]));
  const [x, wanted] = [noisyTensor(runtime, [20, 3], 1), tf.tensor2d([1, -2, 3], [3, 1])];
  const y = tf.matMul(x, wanted);
  const step = openTrainingStep(runtime, {
    ...{ trainable: [weight], optimizer: { kind: 'adam' } },
    loss: ([a], [b]) => tf.losses.meanSquaredError(b, tf.matMul(a, weight as Tensor)) as Scalar,
  });
  expect(step).toMatchObject({
    engine: 'eager',
    why: 'graphs need native TensorFlow, the runtime is js',
  });
  const losses = Array.from({ length: 200 }, () => step.run([x], [y], 0.1));
  expect(losses.at(-1)).toBeLessThan(1e-3 * losses[0]);
  step.dispose();
});

it('drops by the same generator in JavaScript, and keeps the mean', () => {
  const { tf } = runtime;
  const key = tf.tensor1d([3, 4], 'int32');
  const thinned = keyedDropout(runtime, tf.ones([40, 50]), { rate: 0.25, key, layer: 9 }).dataSync();
  const drawn = philoxUniform([3, 13], 2000);
  expect([...thinned]).toEqual([...drawn].map((value) => (value < 0.25 ? 0 : Math.fround(1 / 0.75))));
  expect(keyedDropout(runtime, key, { rate: 0, key })).toBe(key);
  expect(() => keyedDropout(runtime, key, { rate: 1, key })).toThrow('rate outside [0, 1) (1)');
});

it('normalises each channel of a batch', () => {
  const { tf } = runtime;
  const x = tf.tensor4d([1, 10, 2, 20, 3, 30, 6, 40], [2, 2, 1, 2]);
  const [gamma, beta] = [tf.tensor1d([2, 1]), tf.tensor1d([0, 5])];
  const { y, mean, variance } = normaliseBatch(runtime, x, { gamma, beta, epsilon: 0 });
  expect([...mean.dataSync()]).toEqual([(1 + 2 + 3 + 6) / 4, (10 + 20 + 30 + 40) / 4]);
  expect([...variance.dataSync()]).toEqual([(4 + 1 + 0 + 9) / 4, (225 + 25 + 25 + 225) / 4]);
  expect(y.dataSync()[0]).toBeCloseTo((2 * (1 - 3)) / Math.sqrt(3.5), 6);
  expect(y.dataSync()[1]).toBeCloseTo((10 - 25) / Math.sqrt(125) + 5, 6);
});

it('leaves layers as they are', () => {
  const { tf } = runtime;
  const model = tf.sequential({ layers: [tf.layers.reLU({ maxValue: 6, inputShape: [3] })] });
  const { call } = model.layers[0];
  fuseLayers(runtime, model)();
  expect(model.layers[0].call).toBe(call);
});

it.each([
  [{ trainable: [] }, 'nothing to train'],
  [{ clipNorm: 0 }, 'clipNorm must be positive (0)'],
  [{ rateMultipliers: [1, 2] }, '2 rateMultipliers for 1 weights'],
  [{ decayMultipliers: [-1] }, 'decayMultipliers must be 0 or more (-1)'],
  [{ optimizer: { kind: 'adam' as const, beta1: 1 } }, 'beta1 outside [0, 1) (1)'],
  [{ optimizer: { kind: 'adamw' as const, weightDecay: -1 } }, 'weightDecay is negative (-1)'],
])('refuses %o', (wrong, message) => {
  const { tf } = runtime;
  const weight = tf.variable(tf.zeros([1]));
  const open = () =>
    openTrainingStep(runtime, {
      ...{ trainable: [weight], loss: () => tf.scalar(0), optimizer: { kind: 'sgd' as const } },
      ...wrong,
    });
  expect(open).toThrow(message);
});

it('refuses rates that do not fit the weights', () => {
  const { tf } = runtime;
  const weight = tf.variable(tf.zeros([1]));
  const step = openTrainingStep(runtime, {
    ...{ trainable: [weight], optimizer: { kind: 'sgd' } },
    loss: () => weight.sum() as Scalar,
  });
  expect(() => step.run([], [], [0.1, 0.2])).toThrow('2 learning rates for 1 weights');
  step.run([], [], [0.5]);
  expect(weight.dataSync()[0]).toBe(-0.5);
});
