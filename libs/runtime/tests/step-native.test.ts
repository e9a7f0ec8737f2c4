import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readNativeRecord } from '../src/native-record.ts';
import { openRuntime } from '../src/open-runtime.ts';
import type { Runtime } from '../src/runtime.ts';
import { normaliseBatch } from '../src/step/batch-norm.ts';
import { fuseLayers } from '../src/step/fuse-layers.ts';
import { keyedUniform } from '../src/step/keyed-uniform.ts';
import { useNativeGradients } from '../src/step/native-gradients.ts';
import { philoxUniform } from '../src/step/philox-uniform.ts';
import { noisyTensor } from './toy-net.ts';

describe.skipIf('unavailable' in readNativeRecord())('kernels of native TensorFlow', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await openRuntime();
    useNativeGradients(runtime.tf);
  });

  it.each([
    [0, 0],
    [-7, 42],
    [2 ** 31 - 1, -(2 ** 31)],
  ])('draw for key %i, %i what the JavaScript twin draws', (first, second) => {
    const key = runtime.tf.tensor1d([first, second], 'int32');
    expect([...keyedUniform(runtime, [3, 5], key).dataSync()]).toEqual([
      ...philoxUniform([first, second], 15),
    ]);
  });

  it.each(['relu', 'relu6'] as const)('differentiate %s as its definition says', (name) => {
    const { tf } = runtime;
    const slope = tf.grad((x) =>
      tf[name](x)
        .mul(tf.tensor1d([1, 2, 3, 4]))
        .sum(),
    );
    const expected = name === 'relu' ? [0, 0, 3, 4] : [0, 0, 3, 0];
    expect([...slope(tf.tensor1d([-1, 0, 2, 7])).dataSync()]).toEqual(expected);
  });

  it('normalise a batch, and differentiate it, as composed of its parts', () => {
    const { tf } = runtime;
    const x = noisyTensor(runtime, [3, 4, 5, 2], 1) as Tensor4D;
    const [gamma, beta] = [tf.tensor1d([2, -1]), tf.tensor1d([0.5, 5])];
    const dy = noisyTensor(runtime, [3, 4, 5, 2], 2);
    const gradients = (by: Runtime) =>
      tf.grads((a: Tensor, b: Tensor, c: Tensor) =>
        normaliseBatch(by, a as Tensor4D, {
          ...{ gamma: b as Tensor1D, beta: c as Tensor1D, epsilon: 1e-3 },
        })
          .y.mul(dy)
          .sum(),
      )([x, gamma, beta]);
    const composed: Runtime = { ...runtime, kind: 'js' };
    const values = (by: Runtime) => {
      const { y, mean, variance } = normaliseBatch(by, x, { gamma, beta, epsilon: 1e-3 });
      return [y, mean, variance, ...gradients(by)].flatMap((tensor) => [...tensor.dataSync()]);
    };
    const [fused, plain] = [values(runtime), values(composed)];
    fused.forEach((value, at) => {
      expect(value).toBeCloseTo(plain[at], 4);
    });
  });

  it('are given to the layers of a model, inner models too, and taken back', () => {
    const { tf } = runtime;
    const inner = tf.sequential({
      layers: [tf.layers.batchNormalization({ inputShape: [4, 4, 2], momentum: 0.5 })],
    });
    const model = tf.sequential({ layers: [inner, tf.layers.reLU({ maxValue: 6 })] });
    const x = noisyTensor(runtime, [6, 4, 4, 2], 3).mul(9);
    const run = () => {
      for (const weight of model.weights)
        if (/moving/.test(weight.name)) weight.write(tf.zerosLike(weight.read()));
      const y = model.apply(x, { training: true }) as Tensor;
      return [y, ...model.weights.map((weight) => weight.read())].flatMap((tensor) => [...tensor.dataSync()]);
    };
    const plain = run();
    const calls = () => [inner.layers[0], model.layers[1]].map(({ call }) => call);
    const before = calls();
    const release = fuseLayers(runtime, model);
    expect(calls()[0]).not.toBe(before[0]);
    run().forEach((value, at) => {
      expect(value).toBeCloseTo(plain[at], 4);
    });
    release();
    expect(calls()).toEqual(before);
  });
});
