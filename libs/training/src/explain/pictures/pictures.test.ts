import { inflateSync } from 'node:zlib';
import { createRandom } from '@raredx/stats';
import { beforeAll, describe, expect, test } from 'vitest';
import { redNetwork, redSquares } from '../../../tests/red-squares.ts';
import { jsRuntime } from '../../../tests/toy.ts';
import type { Tensors } from '../../tensors.ts';
import { overlay } from '../figures/overlay.ts';
import { activationMaps } from './activation-maps.ts';
import type { AttributionMap } from './attribution-map.ts';
import { type ExplainedNetwork, featuresOf, scoresOf } from './explained-network.ts';
import { gradCam } from './grad-cam.ts';
import { inspectLayers } from './inspect-layers.ts';
import { integratedGradients } from './integrated-gradients.ts';
import { withRandomWeights } from './with-random-weights.ts';
import { zoneShares } from './zone-shares.ts';

let tf: Tensors;
beforeAll(async () => {
  ({ tf } = await jsRuntime());
});
const { pictures, places } = redSquares(4, 9);
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

/** A smooth network: its integral has no corners to miss. */
function smoothNetwork(): ExplainedNetwork {
  const model = tf.sequential({
    layers: [
      tf.layers.rescaling({ inputShape: [28, 28, 3], scale: 1 / 255 }),
      tf.layers.conv2d({ filters: 3, kernelSize: 5, strides: 3, activation: 'tanh', name: 'map' }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2, activation: 'tanh' }),
    ],
  });
  const random = createRandom('smooth');
  for (const layer of model.layers) {
    layer.setWeights(
      layer.getWeights().map((weight) => {
        const values = Float32Array.from({ length: weight.size }, () => 0.3 * random.normal());
        return tf.tensor(values, weight.shape);
      }),
    );
  }
  const weights = Float32Array.from({ length: 8 }, () => random.normal());
  return {
    tf,
    model,
    mapLayer: 'map',
    views: [0, 5],
    readout: { width: 2, weights, bias: new Float32Array(4) },
  };
}

describe('integrated gradients', () => {
  test('are complete: they add up to the difference from the baseline', async () => {
    const { maps, differences, gaps } = await integratedGradients(smoothNetwork(), pictures, { steps: 48 });
    maps.forEach(({ values }, row) => {
      expect(Math.abs(differences[row])).toBeGreaterThan(0.01);
      expect(sum(values) - differences[row]).toBeCloseTo(gaps[row], 6);
      expect(Math.abs(gaps[row])).toBeLessThan(2e-3 * Math.abs(differences[row]) + 1e-5);
    });
  });

  test('come closer with more steps', async () => {
    const gap = async (steps: number) =>
      sum((await integratedGradients(smoothNetwork(), pictures, { steps })).gaps.map(Math.abs));
    expect(await gap(16)).toBeLessThan(0.3 * (await gap(4)));
  });

  test('of a linear score are weight times way, in one step', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [1, 2, 3] }),
        tf.layers.dense({ units: 1, useBias: false, weights: [tf.tensor2d([1, 2, 3, 4, 5, 6], [6, 1])] }),
      ],
    });
    const readout = { width: 1, weights: Float32Array.of(10), bias: Float32Array.of(7) };
    const one = { rows: 1, height: 1, width: 2, pixels: Float32Array.of(1, 0, 2, 0, 3, 0) };
    const options = { steps: 1, baseline: new Float32Array(6) };
    const { maps } = await integratedGradients({ tf, model, views: [0], readout }, one, options);
    expect([...maps[0].values]).toEqual([10 * (1 + 3 * 2), 10 * (5 * 3)]);
  });

  test('leave no tensor behind, and give the same bits again', async () => {
    const network = smoothNetwork();
    const first = await integratedGradients(network, pictures, { steps: 3 });
    const before = tf.memory().numTensors;
    expect(await integratedGradients(network, pictures, { steps: 3 })).toEqual(first);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('Grad-CAM', () => {
  test('is ReLU(Σ αₖ Aₖ), by hand', async () => {
    // two channels: red and green as they are; pooled, then weighed by 3 and −1: α = (3, −1) / 2 places
    const conv = tf.layers.conv2d({
      ...{ filters: 2, kernelSize: 1, useBias: false, inputShape: [1, 2, 3], name: 'map' },
      weights: [tf.tensor4d([1, 0, 0, 1, 0, 0], [1, 1, 3, 2])],
    });
    const pool = tf.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' });
    const model = tf.sequential({ layers: [conv, pool] });
    const readout = { width: 2, weights: Float32Array.of(3, -1), bias: Float32Array.of(0) };
    const one = { rows: 1, height: 1, width: 2, pixels: Float32Array.of(4, 2, 9, 1, 5, 9) };
    const [map] = await gradCam({ tf, model, mapLayer: 'map', views: [0], readout }, one);
    expect([map.height, map.width]).toEqual([1, 2]);
    expect([...map.values]).toEqual([(3 * 4 - 2) / 2, 0]);
  });

  test.each([[[0]], [[0, 1, 2, 3, 4, 5, 6, 7]]])(
    'finds the red square, however pictures lie: %j',
    async (views) => {
      const maps = await gradCam(redNetwork(tf, 4, { views }), pictures);
      maps.forEach(({ values, width }, row) => {
        const highest = values.indexOf(Math.max(...values));
        const [top, left] = places[row];
        expect(Math.floor(highest / width)).toBeGreaterThanOrEqual(top);
        expect(Math.floor(highest / width)).toBeLessThan(top + 7);
        expect(highest % width).toBeGreaterThanOrEqual(left);
        expect(highest % width).toBeLessThan(left + 7);
      });
    },
  );

  test('names what it cannot read', async () => {
    const network = redNetwork(tf, 4);
    await expect(gradCam({ ...network, mapLayer: 'none' }, pictures)).rejects.toThrow(
      'grad-cam: the network has no layer',
    );
  });
});

describe('a network that forgets', () => {
  test('scores differently, is the same for the same seed, and remembers afterwards', async () => {
    const network = redNetwork(tf, 4);
    const own = scoresOf(network, pictures);
    const forgetful = (seed: number) =>
      withRandomWeights(network, { pictures, random: createRandom(seed) }, async (other) =>
        scoresOf(other, pictures),
      );
    const first = await forgetful(1);
    expect(first).not.toEqual(own);
    expect(await forgetful(1)).toEqual(first);
    expect(await forgetful(2)).not.toEqual(first);
    expect(scoresOf(network, pictures)).toEqual(own);
  });

  test('with BatchNorm still passes something on: its statistics are those of the pictures', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [28, 28, 3], filters: 8, kernelSize: 3, useBias: false }),
        tf.layers.batchNormalization({}),
        tf.layers.reLU({ maxValue: 6 }),
        tf.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
      ],
    });
    const readout = { width: 8, weights: new Float32Array(32).fill(1), bias: new Float32Array(4) };
    const network = { tf, model, views: [0], readout };
    const random = createRandom(3);
    const mean = await withRandomWeights(network, { pictures, random }, async (other) => {
      const { values } = featuresOf(other, pictures);
      return sum(values) / values.length;
    });
    // the mean of ReLU of a standard normal is 0.4
    expect(mean).toBeGreaterThan(0.2);
    expect(mean).toBeLessThan(0.8);
  });
});

describe('layers', () => {
  test('tell dead and saturated units', async () => {
    const conv = tf.layers.conv2d({
      inputShape: [28, 28, 3],
      filters: 3,
      kernelSize: 1,
      activation: 'relu6',
    } as never);
    const plain = tf.layers.conv2d({ filters: 1, kernelSize: 1 });
    const model = tf.sequential({ layers: [conv, plain] });
    // always far above 6, always below 0, a hundredth of red
    conv.setWeights([tf.tensor4d([1, -1, 0.01, 0, 0, 0, 0, 0, 0], [1, 1, 3, 3]), tf.tensor1d([10, 0, 0])]);
    const activity = await inspectLayers(tf, model, pictures);
    expect(activity).toHaveLength(1);
    expect(activity[0]).toMatchObject({ units: 3, deadUnits: 1 });
    expect(activity[0].zeroShare).toBeCloseTo(1 / 3, 6);
    expect(activity[0].saturatedShare).toBeCloseTo(1 / 3, 6);
  });

  test('show the units that a picture excites most', () => {
    const { model } = redNetwork(tf, 4);
    const [first, second] = activationMaps(tf, model, { layer: 'map', pictures, row: 0, most: 2 });
    expect(sum(first.values)).toBeGreaterThan(sum(second.values));
    expect([first.height, first.width]).toEqual([28, 28]);
  });
});

describe('pictures of maps', () => {
  const map: AttributionMap = { height: 2, width: 2, values: Float64Array.of(1, 0, 0, -1) };

  test('are small PNGs of the picture and its map, the same bytes every time', () => {
    const png = overlay(pictures, map, { row: 1 });
    expect(Buffer.from(png).toString('base64')).toMatch(/^iVBORw0KGgo/);
    expect(png).toEqual(overlay(pictures, map, { row: 1 }));
    const view = new DataView(png.buffer);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([28 * 2 + 4, 28]);
    const length = view.getUint32(33);
    expect(inflateSync(png.subarray(41, 41 + length))).toHaveLength((60 * 3 + 1) * 28);
  });

  test('become smaller where they would be too large', () => {
    const random = createRandom(1);
    const noise = Float32Array.from({ length: 200 * 200 * 3 }, () => 255 * random.uniform());
    const large = { rows: 1, height: 200, width: 200, pixels: noise };
    expect(overlay(large, map, { row: 0, side: 200 }).length).toBeLessThanOrEqual(40_000);
  });

  test('weight by zones: all of a uniform map is a third each, of a corner the outermost', () => {
    const options = () => ({ groups: [0, 1, 2, 3, 4, 5], random: createRandom(1) });
    const uniform = Array.from({ length: 6 }, () => ({
      height: 14,
      width: 14,
      values: new Float64Array(196).fill(2),
    }));
    for (const { importance } of zoneShares(uniform, options())) expect(importance).toBeCloseTo(1 / 3, 1);
    const corner = uniform.map((one) => ({ ...one, values: one.values.map((_, at) => (at === 0 ? 1 : 0)) }));
    expect(zoneShares(corner, options())[2]).toMatchObject({ importance: expect.closeTo(1, 1) });
  });
});
