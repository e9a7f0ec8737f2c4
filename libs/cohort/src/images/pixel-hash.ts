import { sha256 } from '@raredx/tables';
import type { RgbImage } from './rgb-image.ts';

/**
 * SHA-256 of size and pixels: equal for the same picture in another lossless format, or under another name.
 *
 * @example
 * pixelHash(rgbImage(1, 2, new Uint8Array(6))) === pixelHash(rgbImage(2, 1, new Uint8Array(6))) // => false
 */
export function pixelHash({ width, height, data }: RgbImage): string {
  const bytes = new Uint8Array(8 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  bytes.set(data, 8);
  return sha256(bytes);
}
