import { encoderPixels, resizedPixels } from '@raredx/backbone';
import { decodeImages } from '@raredx/cohort';
import type { EncoderSpec } from '@raredx/experiment';
import type { PictureBatch } from '@raredx/training';
import { evened } from './encode-samples.ts';
import { type ImageSamples, imageSamples } from './samples.ts';

/** Some of the samples. */
export function someImages(samples: ImageSamples, rows: Uint32Array): ImageSamples {
  const picked = Array.from(rows, (row) => samples.images.rows[row]).filter((row) => row !== undefined);
  return imageSamples({ ...samples.images, rows: picked });
}

/** How pictures come before the network. */
export interface ExplainedEncoder extends Pick<EncoderSpec, 'size' | 'colour'> {
  /** To 8 bits, as where a network is trained on them. */
  readonly rounded: boolean;
}

/** Pictures of some samples as their network sees them. */
export async function explainedPixels(
  samples: ImageSamples,
  rows: Uint32Array,
  { size, colour, rounded }: ExplainedEncoder,
): Promise<PictureBatch> {
  const each = size * size * 3;
  const pixels = new Float32Array(rows.length * each);
  for await (const { index, image } of decodeImages(someImages(samples, rows).images.rows)) {
    const seen = evened[colour](image);
    pixels.set(rounded ? resizedPixels(seen, size) : encoderPixels(seen, size), index * each);
  }
  return { rows: rows.length, height: size, width: size, pixels };
}
