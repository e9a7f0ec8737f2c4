import { expect } from 'vitest';
import type { Runtime } from '../src/runtime.ts';

/** What a training needs at the least, on whichever backend. */
export const expectItTrains = async ({ tf }: Runtime): Promise<void> => {
  const x = tf.tensor2d([-1, 0, 1, 2], [4, 1]);
  const y = tf.tensor2d([0, 0, 1, 1], [4, 1]);
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 1, inputShape: [1], activation: 'sigmoid', kernelInitializer: 'zeros' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.1), loss: 'binaryCrossentropy' });
  const { history } = await model.fit(x, y, { epochs: 20, verbose: 0, shuffle: false });
  const losses = history.loss as number[];
  expect(losses[0]).toBeCloseTo(Math.LN2, 5);
  expect(losses.at(-1)).toBeLessThan(0.5);
};
