import { readFileSync } from 'node:fs';
import type { Runtime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsRuntime } from '../../tests/toy.ts';
import { namedWeights } from '../loop/layer-weights.ts';
import { trainModel } from '../loop/train-model.ts';
import { openTransferModel, type TransferOptions } from './transfer-model.ts';

interface Case {
  readonly name: 'trained' | 'statistics kept' | 'frozen';
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  readonly before: readonly (readonly number[])[];
  readonly after: readonly (readonly number[])[];
  readonly losses: readonly number[];
  readonly scores: readonly number[];
}
type Net = 'dense' | 'conv';
const file = new URL('../../fixtures/batch_norm.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: Record<Net, readonly Case[]> };

const ways: Record<Case['name'], Pick<TransferOptions, 'strategy' | 'batchNorm'>> = {
  trained: { strategy: { kind: 'full' }, batchNorm: 'trained' },
  'statistics kept': { strategy: { kind: 'full' } },
  frozen: { strategy: { kind: 'frozen' } },
};

let runtime: Runtime;
beforeAll(async () => {
  runtime = await jsRuntime();
});

function backboneOf(net: Net): tfjs.LayersModel {
  const { layers, sequential } = runtime.tf;
  const norm = layers.batchNormalization({ momentum: 0.9 });
  if (net === 'dense')
    return sequential({
      layers: [
        layers.dense({ units: 5, inputShape: [4], useBias: false }),
        norm,
        layers.activation({ activation: 'tanh' }),
      ],
    });
  const convolution = layers.conv2d({
    ...{ filters: 3, kernelSize: 3, padding: 'same', useBias: false, inputShape: [5, 5, 2] },
  });
  return sequential({ layers: [convolution, norm, layers.reLU()] });
}

const all = (Object.keys(cases) as Net[]).flatMap((net) => cases[net].map((one) => ({ net, ...one })));

describe.each(all)('$net, $name', ({ net, name, x, y, before, after, losses, scores }) => {
  it('moves as in Keras: weights, statistics, losses, predictions', async () => {
    const { tf } = runtime;
    const backbone = backboneOf(net);
    const model = openTransferModel(runtime, backbone, {
      head: { units: 1 },
      random: createRandom(1),
      ...ways[name],
    });
    const weights = namedWeights(model.model);
    weights.forEach(({ variable }, at) => {
      variable.assign(tf.tensor([...before[at]], variable.shape) as tfjs.Variable);
    });
    const heard: number[] = [];
    const input = (step: number) => tf.tensor([...x[step]], [6, ...(net === 'dense' ? [4] : [5, 5, 2])]);
    await trainModel({
      ...{ runtime, model, objective: { kind: 'binary' }, optimizer: { kind: 'adam' }, seed: 1 },
      // one batch an epoch, in the order of the fixture: Keras saw them so
      data: {
        rows: 6,
        batch: () => ({ inputs: [input(heard.length)], targets: tf.tensor1d([...y[heard.length]]) }),
      },
      ...{ schedule: { kind: 'constant', rate: 0.02 }, epochs: 5, batchSize: 6 },
      onProgress: ({ loss }) => heard.push(loss),
    });
    near(heard, losses);
    weights.forEach(({ variable, name: weight }, at) => {
      near(variable.dataSync(), after[at], weight);
      const moved = after[at].some((value, i) => value !== before[at][i]);
      expect(
        variable.dataSync().some((value, i) => value !== Math.fround(before[at][i])),
        weight,
      ).toBe(moved);
    });
    near(
      tf.tidy(() => model.scores([input(0)]).dataSync()),
      scores,
    );
  });
});

/** Adam divides by the root of a mean square, so float32 rounding of small gradients shows in the fifth digit. */
function near(actual: ArrayLike<number>, expected: readonly number[], what = ''): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, at) => {
    expect(Math.abs(actual[at] - value), `${what}[${at}]: ${actual[at]} for ${value}`).toBeLessThan(
      3e-5 * Math.max(1, Math.abs(value)),
    );
  });
}
