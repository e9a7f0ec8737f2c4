import { type Backbone, type ImageBackbone, openBackbone } from '@raredx/backbone';
import { decodeImages, grayWorld, type LeftOut, type RgbImage, standardiseChannels } from '@raredx/cohort';
import type { EncoderSpec } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import type { FeatureTable } from '@raredx/training';
import type { ImageSamples } from './open-samples.ts';
import { turnedViews } from './turned-views.ts';

/** Pictures decoded before they go through the network. */
const batch = 128;

/** Evens out what a stain, a lamp or a scanner does to colour; whether it helps is for data to say. */
const evened: { readonly [Colour in EncoderSpec['colour']]: (image: RgbImage) => RgbImage } = {
  'as-is': (image) => image,
  'gray-world': grayWorld,
  standardised: standardiseChannels,
};

export interface EncodeOptions {
  readonly onBad: 'stop' | 'count';
  readonly onProgress: (done: number, total: number) => void;
}

/** Features of samples, a row each; what could not be opened is left out and named. */
export interface EncodedSamples {
  readonly features: FeatureTable;
  /** The sample of each row of the features. */
  readonly rows: Uint32Array;
  readonly leftOut: readonly LeftOut[];
}

/** Opens the encoder that an experiment names. */
export async function openEncoder(spec: EncoderSpec, runtime: Runtime): Promise<ImageBackbone> {
  const backbone: Backbone = await openBackbone(spec.name as 'efficientnet-lite0', {
    runtime,
    size: spec.size,
  });
  return backbone;
}

/**
 * Opens pictures one after the other, evens out their colour as declared, and averages the features of their turned
 * copies. Memory holds one batch of pictures, whatever their number.
 */
export async function encodeSamples(
  { images }: ImageSamples,
  backbone: ImageBackbone,
  spec: EncoderSpec,
  { onBad, onProgress }: EncodeOptions,
): Promise<EncodedSamples> {
  const { width } = backbone;
  const values = new Float32Array(images.rows.length * width);
  const kept: number[] = [];
  const decoded = decodeImages(images.rows, { onBad });
  let waiting: { readonly index: number; readonly views: ReturnType<typeof turnedViews> }[] = [];
  const flush = async () => {
    const features = await backbone.embed(waiting.flatMap(({ views }) => views));
    waiting.forEach(({ index }, at) => {
      const row = kept.push(index) - 1;
      for (let view = 0; view < spec.views; view++) {
        const from = (at * spec.views + view) * width;
        for (let j = 0; j < width; j++)
          values[row * width + j] =
            (values[row * width + j] as number) + (features.values[from + j] as number) / spec.views;
      }
    });
    waiting = [];
    onProgress(kept.length, images.rows.length);
  };
  for await (const { index, image } of decoded) {
    waiting.push({ index, views: turnedViews(evened[spec.colour](image), spec.views) });
    if (waiting.length * spec.views >= batch) await flush();
  }
  if (waiting.length > 0) await flush();
  return {
    features: { rows: kept.length, width, values: values.subarray(0, kept.length * width) },
    rows: Uint32Array.from(kept),
    leftOut: decoded.leftOut,
  };
}
