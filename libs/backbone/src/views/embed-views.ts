import type { RgbImage } from '@raredx/cohort';
import type { ImageBackbone } from '../backbone.ts';
import { type EmbedThroughCacheOptions, embedThroughCache } from '../cache/embed-through-cache.ts';
import type { FeatureTable } from '../feature-table.ts';
import type { View } from './view.ts';

/** An image and the name that its random views are keyed by. */
export interface NamedImage {
  readonly sample: string;
  readonly image: RgbImage;
}

export interface EmbedViewsOptions extends Omit<EmbedThroughCacheOptions<RgbImage>, 'samples'> {
  readonly samples: AsyncIterable<NamedImage> | Iterable<NamedImage>;
  readonly views: readonly View[];
}

const viewed = async function* ({ samples, views }: EmbedViewsOptions): AsyncGenerator<RgbImage> {
  for await (const { sample, image } of samples) {
    for (const view of views) yield view.apply(image, sample);
  }
};

/**
 * Features of several views of each image: row `i * views.length + v` is view v of image i. For a head that is trained on
 * all of them, and averages them where it is asked ({@link averageViews}). The cache's key is what a view shows, not its
 * name: it stays right when an augmentation changes. `total` counts images, the progress counts views.
 */
export function embedViews(backbone: ImageBackbone, options: EmbedViewsOptions): Promise<FeatureTable> {
  const { views, total, ...rest } = options;
  const counted = total === undefined ? {} : { total: total * views.length };
  return embedThroughCache(backbone, { ...rest, ...counted, samples: viewed(options) });
}

/**
 * The mean of each image's views.
 *
 * @example
 * averageViews({ rows: 2, width: 1, values: Float32Array.of(1, 3) }, 2).values // => Float32Array.of(2)
 */
export function averageViews({ rows, width, values }: FeatureTable, views: number): FeatureTable {
  if (!Number.isInteger(views) || views < 1 || rows % views !== 0) {
    throw new RangeError(`averageViews: ${rows} rows are not ${views} views of each image`);
  }
  const means = new Float32Array((rows / views) * width);
  for (let row = 0; row < rows; row += views) {
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let view = 0; view < views; view++) sum += values[(row + view) * width + i];
      means[(row / views) * width + i] = sum / views;
    }
  }
  return Object.freeze({ rows: rows / views, width, values: means });
}
