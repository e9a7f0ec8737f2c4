import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rgbImage } from '@raredx/cohort';
import { ConfigError } from '@raredx/experiment';
import { openRuntime } from '@raredx/runtime';
import { afterAll, describe, expect, it } from 'vitest';
import type { EncoderFile } from '../src/encoder-file/encoder-file.ts';
import { openBackbone } from '../src/open-backbone.ts';
import { writeOnnx, writeSavedModel, writeTfjs } from './encoder-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'raredx-encoders-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Channel means 51, 102 and 204. */
const image = rgbImage(
  16,
  16,
  Uint8Array.from({ length: 768 }, (_, at) => [51, 102, 204][at % 3] + (at % 2 === 0 ? 1 : -1)),
);
const features = async (file: EncoderFile) => {
  const backbone = await openBackbone(file, { runtime: await openRuntime() });
  const { values, width } = await backbone.embed([image, image]);
  backbone.dispose();
  expect(width).toBe(3);
  expect(values.slice(3)).toEqual(values.slice(0, 3));
  return Array.from(values.slice(0, 3), (value) => Math.round(value * 1e4) / 1e4);
};

describe('an encoder from a file', async () => {
  const { tf, kind } = await openRuntime();
  const onnx = writeOnnx(join(folder, 'means.onnx'), { shape: ['n', 3, 16, 16] });

  it.each<[string, () => Promise<string> | string]>([
    ['onnx', () => onnx],
    ['tfjs', () => writeTfjs(tf, join(folder, 'tfjs'))],
    ...(kind === 'native'
      ? [['savedModel', () => writeSavedModel(join(folder, 'saved'))] as [string, () => string]]
      : []),
  ])('reads layout and size from the model: %s', async (_, write) => {
    const path = await write();
    expect(await features({ path })).toEqual([0.2, 0.4, 0.8]);
    const scaled = { path, range: [0, 255], mean: [51, 100, 200], std: [1, 2, 4] } as const;
    expect(await features(scaled)).toEqual([0, 1, 1]);
  });

  it('has another hash for other bytes, other scaling and another size', async () => {
    const options = { runtime: await openRuntime() };
    const free = writeOnnx(join(folder, 'free.onnx'));
    const opened = [
      await openBackbone({ path: onnx }, options),
      await openBackbone({ path: onnx, range: [-1, 1] }, options),
      await openBackbone({ path: free }, { ...options, size: 32 }),
      await openBackbone({ path: free }, { ...options, size: 64 }),
    ];
    expect(new Set(opened.map(({ hash }) => hash)).size).toBe(4);
    expect(opened[3].inputSize).toEqual({ width: 64, height: 64 });
    for (const backbone of opened) backbone.dispose();
  });

  it.each<[string, () => Promise<EncoderFile> | EncoderFile, RegExp]>([
    ['no file', () => ({ path: join(folder, 'none.onnx') }), /there is no such encoder/],
    [
      'the other layout',
      () => ({ path: onnx, layout: 'nhwc' }),
      /layout nhwc does not fit the input \(\?, 3, 16, 16\)/,
    ],
    [
      'a layout that is not clear',
      () => ({ path: writeOnnx(join(folder, 'any.onnx'), { shape: ['n', 'a', 'b', 'c'] }) }),
      /layout of the input .* is not clear/,
    ],
    [
      'bytes in place of floats',
      () => ({ path: writeOnnx(join(folder, 'bytes.onnx'), { type: 2 }) }),
      /the input is uint8, not float32/,
    ],
    [
      'a map in place of features',
      async () => ({ path: await writeTfjs(tf, join(folder, 'map'), { pooled: false }) }),
      /gives \(1, 16, 16, 3\), not one row/,
    ],
    ['an output that is not there', () => ({ path: onnx, output: 'logits' }), /which output\? \(features\)/],
    [
      'half an ONNX file',
      () => {
        const path = join(folder, 'half.onnx');
        writeFileSync(path, readFileSync(onnx).subarray(0, 40));
        return { path };
      },
      /is no ONNX model that can be run/,
    ],
    [
      'weights outside the folder',
      async () => {
        const path = await writeTfjs(tf, join(folder, 'outside'));
        writeFileSync(path, readFileSync(path, 'utf8').replace('"w.bin"', '"../tfjs/w.bin"'));
        return { path };
      },
      /lies outside the model's folder/,
    ],
    [
      'a file of another kind',
      () => {
        writeFileSync(join(folder, 'model.h5'), 'x');
        return { path: join(folder, 'model.h5') };
      },
      /is no encoder that can be read/,
    ],
  ])('refuses %s', async (_, file, message) => {
    const opening = openBackbone(await file(), { runtime: await openRuntime() });
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toBeInstanceOf(ConfigError);
  });

  it('refuses a size that the model does not take', async () => {
    const opening = openBackbone({ path: onnx }, { runtime: await openRuntime(), size: 64 });
    await expect(opening).rejects.toThrow('takes images of 16 × 16 only, not 64 × 64');
  });
});
