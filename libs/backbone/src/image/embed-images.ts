import { setImmediate } from 'node:timers/promises';
import type { RgbImage } from '@raredx/cohort';
import { ContractError } from '@raredx/tables';
import type { FeatureTable } from '../feature-table.ts';
import type { ImageFit, ImageSize } from './image-size.ts';
import { resizeInto } from './resize-image.ts';

export interface EmbedImagesOptions {
  readonly width: number;
  readonly size: ImageSize;
  readonly fit: ImageFit;
  /** Images that go through the network at once: bounds the memory, not the result. */
  readonly batchSize: number;
  /** Features of `count` images, whose pixels 0 to 255 lie one after the other. */
  readonly encode: (pixels: Float32Array, count: number) => Float32Array | Promise<Float32Array>;
}

/**
 * Resizes and encodes images batch by batch, letting signals and timers through in between.
 *
 * @throws ContractError where a feature is not finite
 */
export async function embedImages(
  images: readonly RgbImage[],
  { width, size, fit, batchSize, encode }: EmbedImagesOptions,
): Promise<FeatureTable> {
  const values = new Float32Array(images.length * width);
  const each = size.width * size.height * 3;
  const pixels = new Float32Array(Math.min(batchSize, images.length) * each);
  for (let start = 0; start < images.length; start += batchSize) {
    const batch = images.slice(start, start + batchSize);
    for (const [at, image] of batch.entries()) resizeInto(pixels, at * each, image, { size, fit });
    const features = await encode(pixels.subarray(0, batch.length * each), batch.length);
    if (features.length !== batch.length * width) {
      const got = `${features.length / batch.length} features an image where ${width} were expected`;
      throw new ContractError('backbone', `the encoder gives ${got}`);
    }
    const bad = features.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const image = start + Math.floor(bad / width);
      throw new ContractError('backbone', `a feature is not finite (image ${image})`);
    }
    values.set(features, start * width);
    await setImmediate();
  }
  return Object.freeze({ rows: images.length, width, values });
}
