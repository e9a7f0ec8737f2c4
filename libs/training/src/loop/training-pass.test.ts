import type { Runtime } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsRuntime, toyNetwork } from '../../tests/toy.ts';
import { leafLayers } from './layer-weights.ts';
import { openTrainingPass } from './training-pass.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await jsRuntime();
});

const key = (...numbers: [number, number]) => runtime.tf.tensor1d(numbers, 'int32');
const inputs = () => [
  runtime.tf.tensor2d(
    Array.from({ length: 30 }, (_, at) => Math.sin(at)),
    [10, 3],
  ),
];

describe('a training pass', () => {
  it('drops by its key: the same again for the same, other units for another, none for predicting', () => {
    const { tf } = runtime;
    const network = toyNetwork(tf, { dropout: 0.5, batchNorm: false });
    const pass = openTrainingPass(runtime, network);
    pass.setTraining(new Set(leafLayers(network)));
    const scores = (by?: tfjs.Tensor1D) => tf.tidy(() => [...pass.apply(inputs(), by).dataSync()]);
    expect(scores(key(1, 2))).toEqual(scores(key(1, 2)));
    expect(scores(key(1, 2))).not.toEqual(scores(key(1, 3)));
    const predicted = tf.tidy(() => [...(network.predict(inputs()) as tfjs.Tensor).dataSync()]);
    expect(scores()).toEqual(predicted);
    pass.setTraining(new Set());
    expect(scores(key(1, 2))).toEqual(predicted);
    pass.release();
    expect(tf.tidy(() => [...(network.predict(inputs()) as tfjs.Tensor).dataSync()])).toEqual(predicted);
  });

  it('two dropouts of one network drop apart', () => {
    const { layers, sequential } = runtime.tf;
    const ones = (places: readonly number[]) => {
      const network = sequential({
        layers: [
          layers.activation({ activation: 'linear', inputShape: [40] }),
          layers.dropout({ rate: 0.5 }),
          layers.dropout({ rate: 0.5 }),
        ],
      });
      const pass = openTrainingPass(runtime, network);
      pass.setTraining(new Set(places.map((place) => network.layers[place])));
      return runtime.tf.tidy(() => [...pass.apply([runtime.tf.ones([1, 40])], key(5, 6)).dataSync()]);
    };
    expect(ones([1])).not.toEqual(ones([2]));
    expect(ones([1]).map((value, at) => value * ones([2])[at])).toEqual(ones([1, 2]));
  });

  it.each([
    ['noise', 'draws random numbers that cannot be repeated'],
    ['recurrent dropout', 'draws random numbers that cannot be repeated'],
    ['regularizer', 'has a regularizer, which the loss would leave out'],
    ['constraint', 'has a constraint, which an optimizer step would pass by'],
  ])('refuses what would silently not happen: %s', (what, problem) => {
    const { layers, sequential, regularizers, constraints } = runtime.tf;
    const inputShape = [4, 3];
    const layer = {
      noise: () => layers.gaussianNoise({ stddev: 1, inputShape }),
      'recurrent dropout': () => layers.lstm({ units: 2, inputShape, dropout: 0.1 }),
      regularizer: () =>
        layers.dense({ units: 2, inputShape, kernelRegularizer: regularizers.l2({ l2: 0.1 }) }),
      constraint: () => layers.dense({ units: 2, inputShape, kernelConstraint: constraints.nonNeg() }),
    }[what];
    const network = sequential({ layers: layer ? [layer()] : [] });
    expect(() => openTrainingPass(runtime, network)).toThrow(problem);
  });
});
