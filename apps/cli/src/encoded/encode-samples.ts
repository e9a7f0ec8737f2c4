import {
  averageViews,
  type Backbone,
  embedThroughCache,
  embedViews,
  type ImageBackbone,
  openBackbone,
  type TextBackbone,
  type View,
} from '@raredx/backbone';
import { decodeImages, type LeftOut } from '@raredx/cohort';
import type { EncoderSpec } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import type { FeatureTable } from '@raredx/training';
import { featureCache } from './feature-cache.ts';
import { movedView, turnedViews } from './picture-views.ts';
import type { ImageSamples, NoteSamples } from './samples.ts';
import { shrunkImage } from './shrunk-image.ts';

export { evened } from './picture-views.ts';

export interface EncodeOptions {
  readonly onBad: 'stop' | 'count';
  readonly onProgress: (done: number, total: number) => void;
}

/** Features of samples, a row each; what could not be opened is left out and named. */
export interface EncodedSamples {
  readonly features: FeatureTable;
  /** Features of the same samples with their colour moved, to learn from besides; null where none were asked. */
  readonly jittered: FeatureTable | null;
  /** The sample of each row of the features. */
  readonly rows: Uint32Array;
  readonly leftOut: readonly LeftOut[];
}

/** Opens the encoder that an experiment names. */
export async function openEncoder(spec: EncoderSpec, runtime: Runtime): Promise<Backbone> {
  if (spec.name === 'all-minilm-l6-v2' || spec.name === 'minilm') return openBackbone('minilm', { runtime });
  if (spec.name === 'efficientnet-lite0')
    return openBackbone('efficientnet-lite0', { runtime, size: spec.size });
  return openBackbone({ path: spec.name }, { runtime, size: spec.size });
}

/**
 * Opens pictures one after the other, evens out their colour as declared, and averages the features of their turned
 * copies. What was encoded before comes from the user's cache.
 */
export async function encodeImages(
  { images }: ImageSamples,
  backbone: ImageBackbone,
  spec: EncoderSpec,
  { onBad, onProgress }: EncodeOptions,
): Promise<EncodedSamples> {
  const embed = async (views: readonly View[]) => {
    const kept: number[] = [];
    const decoded = decodeImages(images.rows, { onBad });
    async function* named() {
      for await (const { index, image, row } of decoded) {
        kept.push(index);
        yield { sample: row.imageId, image: shrunkImage(image, 2 * spec.size) };
      }
    }
    const table = await embedViews(backbone, {
      folder: featureCache(),
      samples: named(),
      views,
      total: images.rows.length,
      onProgress: ({ done, total }) => onProgress(done, total ?? done),
    });
    return { table: averageViews(table, views.length), kept, leftOut: decoded.leftOut };
  };
  const { table, kept, leftOut } = await embed(turnedViews(spec));
  return {
    features: table,
    jittered: spec.jitter > 0 ? (await embed([movedView(spec)])).table : null,
    rows: Uint32Array.from(kept),
    leftOut,
  };
}

/** Features of texts. */
export async function encodeNotes(
  { texts }: NoteSamples,
  backbone: TextBackbone,
  { onProgress }: EncodeOptions,
): Promise<EncodedSamples> {
  const features = await embedThroughCache(backbone, {
    folder: featureCache(),
    samples: texts.rows.map((row) => row.text),
    total: texts.rows.length,
    onProgress: ({ done, total }) => onProgress(done, total ?? done),
  });
  const rows = Uint32Array.from({ length: features.rows }, (_, row) => row);
  return { features, jittered: null, rows, leftOut: [] };
}
