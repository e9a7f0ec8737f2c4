import type { RgbImage } from '@raredx/cohort';
import { resizeInto } from './resize-image.ts';

/**
 * An image stretched to a square as frozen encoders see it, in fractions of 0 to 255: rounded to 8 bits, features move by a
 * tenth of their size.
 *
 * @param size side, pixels
 */
export function encoderPixels(image: RgbImage, size: number): Float32Array {
  const pixels = new Float32Array(size * size * 3);
  resizeInto(pixels, 0, image, { size: { width: size, height: size }, fit: 'stretch' });
  return pixels;
}
