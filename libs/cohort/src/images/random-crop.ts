import type { Random } from '@raredx/stats';
import { resizeImage } from './resize-image.ts';
import type { RgbImage } from './rgb-image.ts';

/**
 * A crop of random size and place, brought back to the picture's size; the aspect ratio stays.
 *
 * @param least share of the sides that is kept at the least, 0 < least <= 1
 */
export function randomCrop(image: RgbImage, least: number, random: Random): RgbImage {
  if (!(least > 0 && least <= 1)) throw new RangeError(`randomCrop: least must be in (0, 1] (${least})`);
  const kept = least + (1 - least) * random.uniform();
  const [width, height] = [image.width * kept, image.height * kept];
  const left = (image.width - width) * random.uniform();
  const top = (image.height - height) * random.uniform();
  return resizeImage(image, { left, top, width, height }, image);
}
