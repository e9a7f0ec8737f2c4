import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import { fingerprint } from '@raredx/tables';
import type { ImageBackbone } from '../backbone.ts';
import { embedImages } from '../image/embed-images.ts';
import type { ImageFit, ImageSize } from '../image/image-size.ts';
import { runtimeKey } from '../runtime-key.ts';
import type { EncoderFile, LoadedEncoder } from './encoder-file.ts';
import { inputLayout } from './input-layout.ts';
import { scaledPixels } from './scaled-pixels.ts';

export interface EncoderFileOptions {
  readonly runtime: Runtime;
  readonly size: ImageSize | undefined;
  readonly fit: ImageFit;
  readonly batchSize: number;
}

const load = async (file: EncoderFile, runtime: Runtime): Promise<LoadedEncoder> => {
  const { path } = file;
  if (!existsSync(path)) throw new ConfigError(path, 'there is no such encoder', 'check the path');
  if (path.endsWith('.onnx')) return (await import('./load-onnx.ts')).loadOnnx(file);
  if (path.endsWith('.json')) return (await import('./load-tfjs.ts')).loadTfjs(file, runtime);
  if (statSync(path).isDirectory() && existsSync(join(path, 'saved_model.pb')))
    return (await import('./load-saved-model.ts')).loadSavedModel(file, runtime);
  throw new ConfigError(
    path,
    'is no encoder that can be read',
    'a tfjs model.json, the folder of a SavedModel or an .onnx file is needed; convert .h5 and .keras first',
  );
};

/** Features an image, found out by one image of grey. */
const probe = async (file: EncoderFile, model: LoadedEncoder, shape: readonly number[]): Promise<number> => {
  const count = shape.reduce((product, size) => product * size, 1);
  const found = await model.run(new Float32Array(count).fill(0.5), shape);
  const sizes = found.shape.slice(1).filter((size) => size !== 1);
  if (found.shape[0] === 1 && sizes.length === 1) return sizes[0];
  const text = `(${found.shape.join(', ')})`;
  throw new ConfigError(
    file.path,
    `gives ${text}, not one row of features an image`,
    'take the output after pooling',
  );
};

/**
 * Opens an encoder of images from a file of one's own.
 *
 * @throws ConfigError (exit 2) where it cannot be read, or does not take float32 images of three channels
 */
export async function openEncoderFile(
  described: EncoderFile,
  { runtime, size: asked, fit, batchSize }: EncoderFileOptions,
): Promise<ImageBackbone> {
  const model = await load(described, runtime);
  try {
    const { layout, size } = inputLayout(described, model.input, asked);
    const file = { ...described, layout };
    const shape = (count: number) =>
      layout === 'nhwc' ? [count, size.height, size.width, 3] : [count, 3, size.height, size.width];
    const width = await probe(file, model, shape(1));
    const encode = async (pixels: Float32Array, count: number) =>
      (await model.run(scaledPixels(pixels, count, file), shape(count))).values;
    const { range = [0, 1], mean = [0, 0, 0], std = [1, 1, 1], output = null } = file;
    const scaling = `0–255 to ${range.join('–')}, minus ${mean.join('/')}, by ${std.join('/')}, ${layout}`;
    const preprocessing = `${size.width} × ${size.height}, ${fit}, bilinear antialiased, ${scaling}`;
    const name = file.name ?? basename(file.path);
    const { sha256 } = model;
    return {
      ...{ kind: 'image', name, width, inputSize: size, blocks: [], dispose: model.dispose },
      hash: fingerprint({ sha256, preprocessing, output, runtime: runtimeKey(runtime), version: 1 }),
      embed: (images) => embedImages(images, { width, size, fit, batchSize, encode }),
      describe: () => ({
        ...{ name, sha256, width, preprocessing, parameters: null },
        licence: file.licence ?? 'not stated',
        source: file.source ?? 'a file of the user',
      }),
    };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
