import type { RgbImage } from '@raredx/cohort';
import { resizeInto } from './resize-image.ts';

/**
 * An image stretched to a square as the encoders see it, in 8 bits a channel: what fine-tuning reads again every epoch.
 *
 * @param size side, pixels
 */
export function resizedPixels(image: RgbImage, size: number): Uint8Array {
  const pixels = new Float32Array(size * size * 3);
  resizeInto(pixels, 0, image, { size: { width: size, height: size }, fit: 'stretch' });
  return Uint8Array.from(pixels, (value) => Math.max(0, Math.min(255, Math.round(value))));
}
