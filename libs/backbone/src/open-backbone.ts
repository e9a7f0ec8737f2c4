import { ConfigError } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import type { Backbone, ImageBackbone, TextBackbone } from './backbone.ts';
import { openLite0 } from './efficientnet/open-lite0.ts';
import type { EncoderFile } from './encoder-file/encoder-file.ts';
import { openEncoderFile } from './encoder-file/open-encoder-file.ts';
import type { ImageFit, ImageSize } from './image/image-size.ts';
import type { ProvideOptions } from './provision/provide-package.ts';
import { openMiniLm } from './text/open-mini-lm.ts';

export interface BackboneOptions extends ProvideOptions {
  readonly runtime: Runtime;
  /** Pixels of the image's sides as the encoder sees it. Default 224 × 224, or what the file of an encoder fixes. */
  readonly size?: number | ImageSize;
  /** Default `stretch`. */
  readonly fit?: ImageFit;
  /** Images or texts that go through the network at once. Default 32. */
  readonly batchSize?: number;
}

const imageSize = (size: number | ImageSize): ImageSize => {
  const both = typeof size === 'number' ? { width: size, height: size } : size;
  if ([both.width, both.height].every((side) => Number.isInteger(side) && side >= 32 && side <= 4096))
    return both;
  const text = `${both.width} × ${both.height}`;
  throw new ConfigError('backbone', `size must be whole pixels from 32 to 4096 (${text})`, 'use size 224');
};

export function openBackbone(spec: 'efficientnet-lite0', options: BackboneOptions): Promise<ImageBackbone>;
export function openBackbone(spec: 'minilm', options: BackboneOptions): Promise<TextBackbone>;
export function openBackbone(spec: EncoderFile, options: BackboneOptions): Promise<ImageBackbone>;
/**
 * Opens a pretrained encoder. Weights come from the user's cache, or are downloaded once; what is opened is to be disposed.
 *
 * @throws EnvironmentError (exit 6) where weights are not in the cache and cannot be downloaded
 * @throws ConfigError (exit 2) for an unknown name or an impossible size
 */
export async function openBackbone(spec: string | EncoderFile, options: BackboneOptions): Promise<Backbone> {
  const { size = 224, fit = 'stretch', batchSize = 32, ...rest } = options;
  if (typeof spec === 'object') {
    const asked = options.size === undefined ? undefined : imageSize(size);
    return openEncoderFile(spec, { runtime: rest.runtime, size: asked, fit, batchSize });
  }
  if (spec === 'efficientnet-lite0') return openLite0({ ...rest, size: imageSize(size), fit, batchSize });
  if (spec === 'minilm') return openMiniLm({ ...rest, batchSize });
  throw new ConfigError('backbone', `unknown encoder (${spec})`, 'use efficientnet-lite0 or minilm');
}
