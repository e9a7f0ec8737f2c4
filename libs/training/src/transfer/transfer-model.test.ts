import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsRuntime } from '../../tests/toy.ts';
import { freshWeights } from '../loop/fresh-weights.ts';
import { namedWeights } from '../loop/layer-weights.ts';
import { trainModel } from '../loop/train-model.ts';
import type { CheckpointOptions } from '../loop/training-options.ts';
import { backboneBlocks } from './backbone-blocks.ts';
import type { Strategy } from './strategy.ts';
import { openTransferModel, type TransferOptions } from './transfer-model.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await jsRuntime();
});

/** Three blocks of a 1 × 1 convolution and BatchNorm over a 3 × 3 picture, then the mean over it: 4 features. */
function backbone(): tfjs.LayersModel {
  const { layers, sequential } = runtime.tf;
  const model = sequential();
  [6, 5, 4].forEach((filters, at) => {
    const input = at === 0 ? { inputShape: [3, 3, 2] } : {};
    const name = `block${at}`;
    model.add(layers.conv2d({ filters, kernelSize: 1, useBias: false, name: `${name}_conv`, ...input }));
    model.add(layers.batchNormalization({ name: `${name}_bn` }));
    model.add(layers.reLU({ name: `${name}_relu` }));
  });
  model.add(layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }));
  freshWeights(runtime.tf, namedWeights(model), createRandom('backbone'));
  return model;
}

const images = () =>
  runtime.tf.tensor4d(
    Array.from({ length: 180 }, (_, i) => Math.sin(i * 1.7)),
    [10, 3, 3, 2],
  );
const data = () => ({
  rows: 10,
  batch: (rows: Uint32Array) => {
    const { tf } = runtime;
    const picked = tf.tidy(() => tf.gather(images(), tf.tensor1d([...rows], 'int32')));
    return { inputs: [picked], targets: tf.tensor1d(Array.from(rows, (row) => row % 2)) };
  },
});

async function trained(
  strategy: Strategy,
  options: Partial<TransferOptions> = {},
  epochs = 2,
  checkpoint?: CheckpointOptions,
) {
  const network = backbone();
  const before = values(network);
  const model = openTransferModel(runtime, network, {
    ...{ head: { units: 1, dropout: 0.1 }, strategy, random: createRandom(3) },
    ...options,
  });
  const result = await trainModel({
    ...{ runtime, model, data: data(), objective: { kind: 'binary' }, optimizer: { kind: 'adam' }, seed: 1 },
    ...{ schedule: { kind: 'constant', rate: 0.02 }, epochs, batchSize: 5 },
    ...(checkpoint && { checkpoint }),
  });
  return { network, model, result, before, after: values(network) };
}

function values(network: tfjs.LayersModel): Record<string, readonly number[]> {
  return Object.fromEntries(
    namedWeights(network).map(({ layer, name, variable }) => [
      `${layer.name}.${name.split('.').at(-1)}`,
      [...variable.dataSync()],
    ]),
  );
}
const movedIn = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
const ofBlock = (block: number, parts = ['conv.kernel', 'bn.gamma', 'bn.beta']) =>
  parts.map((part) => `block${block}_${part}`);

describe('what moves', () => {
  const cases: readonly [Strategy, Partial<TransferOptions>, readonly string[]][] = [
    [{ kind: 'frozen' }, {}, []],
    [{ kind: 'partial', blocks: 1 }, {}, ofBlock(2)],
    [{ kind: 'partial', blocks: 2 }, {}, [...ofBlock(1), ...ofBlock(2)]],
    [{ kind: 'gradual', everyEpochs: 1 }, {}, [...ofBlock(1), ...ofBlock(2)]],
    [{ kind: 'adapters', rank: 1 }, {}, []],
    [{ kind: 'full' }, {}, [0, 1, 2].flatMap((block) => ofBlock(block))],
    [
      { kind: 'partial', blocks: 1 },
      { batchNorm: 'trained' },
      [...ofBlock(2), 'block2_bn.moving_mean', 'block2_bn.moving_variance'],
    ],
  ];
  it.each(cases)('%j %j', async (strategy, options, expected) => {
    const epochs = strategy.kind === 'gradual' ? 3 : 2;
    const { before, after, model, network } = await trained(strategy, options, epochs);
    expect(movedIn(before, after)).toEqual(expected);
    model.release();
    expect(values(network)).toEqual(before);
  });

  it('does not go on from a checkpoint of another way with BatchNorm', async () => {
    const checkpoint = { folder: mkdtempSync(join(tmpdir(), 'transfer-')), inputs: 'toy' };
    const run = (batchNorm: 'frozen' | 'trained', kept?: typeof checkpoint) =>
      trained({ kind: 'full' }, { batchNorm }, 2, kept);
    await run('frozen', checkpoint);
    const { result } = await run('trained', checkpoint);
    expect(result.weights).toEqual((await run('trained')).result.weights);
  });

  it('from scratch: everything, from other weights, statistics quick enough to be used', async () => {
    const { before, after, model, network } = await trained({ kind: 'scratch' });
    expect(movedIn(before, after)).toEqual(Object.keys(before));
    model.release();
    expect(values(network)).toEqual(before);
    expect((network.getLayer('block0_bn') as unknown as { momentum: number }).momentum).toBe(0.99);
  });
});

describe('rates and counts', () => {
  const open = (strategy: Strategy) =>
    openTransferModel(runtime, backbone(), { head: { units: 1 }, strategy, random: createRandom(1) });
  const [first, second, third] = [2 * 6 + 12, 6 * 5 + 10, 5 * 4 + 8];

  it('gradual: one block more a phase, each at a share of the rate above it', () => {
    const { phases, counts } = open({ kind: 'gradual', everyEpochs: 2, decay: 0.5 });
    expect(counts).toEqual({
      backbone: first + second + third + 2 * (6 + 5 + 4),
      head: 5,
      adapters: 0,
      trained: [
        { fromEpoch: 0, parameters: 5 },
        { fromEpoch: 2, parameters: 5 + third },
        { fromEpoch: 4, parameters: 5 + third + second },
        { fromEpoch: 6, parameters: 5 + third + second + first },
      ],
    });
    const rates = Object.fromEntries(phases[3].weights.map(({ name, rate }) => [name, rate]));
    expect(rates['001.Conv2D.kernel']).toBe(0.125);
    expect(rates['008.BatchNormalization.gamma']).toBe(0.5);
  });

  it('adapters: rank × (inputs + outputs) a kernel, where the rank leaves room', () => {
    expect(open({ kind: 'adapters', rank: 2 }).counts).toMatchObject({ adapters: 2 * (6 + 5) + 2 * (5 + 4) });
    expect(open({ kind: 'adapters', rank: 1 }).counts).toMatchObject({
      adapters: 2 + 6 + 6 + 5 + 5 + 4,
      trained: [{ fromEpoch: 0, parameters: 28 + 5 }],
    });
  });

  it('refuses what the backbone cannot give', () => {
    expect(() => open({ kind: 'partial', blocks: 4 })).toThrow(
      'strategy: 4 blocks asked, the backbone has 3',
    );
    expect(() => open({ kind: 'adapters', rank: 6 })).toThrow('has room for an adapter of rank 6');
  });
});

describe('adapters', () => {
  const scoresOf = (model: { scores(inputs: readonly tfjs.Tensor[]): tfjs.Tensor }) =>
    runtime.tf.tidy(() => [...model.scores([images()]).dataSync()]);
  const options = { head: { units: 2, hidden: [3] }, random: createRandom(3) };

  it('are the backbone itself at step 0', () => {
    const plain = scoresOf(
      openTransferModel(runtime, backbone(), { ...options, strategy: { kind: 'frozen' } }),
    );
    const adapted = openTransferModel(runtime, backbone(), {
      ...options,
      strategy: { kind: 'adapters', rank: 2 },
    });
    expect(scoresOf(adapted)).toEqual(plain);
  });

  it('learn, and say the same once merged into the kernels', async () => {
    const { model, network, before } = await trained({ kind: 'adapters', rank: 2, scale: 0.5 }, {}, 6);
    const [a, b] = model.variables.filter(({ name }) => name.includes('adapter'));
    const last = model.variables.filter(({ name }) => name.endsWith('adapter-b')).at(-1);
    expect(last?.variable.dataSync().some((value) => value !== 0)).toBe(true);
    const live = scoresOf(model);
    model.merge();
    expect(Math.max(...scoresOf(model).map((score, at) => Math.abs(score - live[at])))).toBeLessThan(1e-5);
    expect(movedIn(before, values(network))).toEqual(['block1_conv.kernel', 'block2_conv.kernel']);
    expect(a.variable.isDisposed && b.variable.isDisposed).toBe(true);
    expect(model.variables.filter(({ name }) => name.includes('adapter'))).toEqual([]);
    model.release();
    expect(values(network)).toEqual(before);
  });
});

describe('a backbone', () => {
  it('serves strategy after strategy and leaves no tensor behind', async () => {
    const network = backbone();
    const start = runtime.tf.memory().numTensors;
    const before = values(network);
    for (const strategy of [{ kind: 'adapters', rank: 1 }, { kind: 'scratch' }, { kind: 'full' }] as const) {
      const model = openTransferModel(runtime, network, {
        head: { units: 1 },
        strategy,
        random: createRandom(3),
      });
      await trainModel({
        ...{
          runtime,
          model,
          data: data(),
          objective: { kind: 'binary' },
          optimizer: { kind: 'sgd' },
          seed: 1,
        },
        ...{ schedule: { kind: 'constant', rate: 0.02 }, epochs: 1, batchSize: 5 },
      });
      model.release();
    }
    expect(runtime.tf.memory().numTensors).toBe(start);
    expect(values(network)).toEqual(before);
  });

  it('is cut into blocks by the names of its layers, or by its kernels', () => {
    const names = (model: tfjs.LayersModel) =>
      backboneBlocks(model).map((block) => block.map(({ name }) => name));
    expect(names(backbone())).toEqual([0, 1, 2].map((at) => [`block${at}_conv`, `block${at}_bn`]));
    const { layers, sequential } = runtime.tf;
    const plain = sequential({
      layers: [
        layers.dense({ units: 2, inputShape: [2], name: 'first' }),
        layers.batchNormalization({ name: 'norm' }),
        layers.dense({ units: 2, name: 'second' }),
      ],
    });
    expect(names(plain)).toEqual([['first', 'norm'], ['second']]);
    expect(() => backboneBlocks(plain, [['first', 'norm']])).toThrow(
      'layers that belong to no block (second)',
    );
    expect(() => backboneBlocks(plain, [['fist']])).toThrow('no layer of this name with weights (fist)');
  });
});
