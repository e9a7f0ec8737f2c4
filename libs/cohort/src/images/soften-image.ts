import type { Random } from '@raredx/stats';
import { type RgbImage, rgbImage } from './rgb-image.ts';

/** Gaussian blur; edges repeat. A standard deviation below a tenth of a pixel changes nothing. */
export function blurImage(image: RgbImage, deviation: number): RgbImage {
  if (deviation < 0.1) return image;
  const reach = Math.ceil(deviation * 3);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * deviation * deviation)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const { width, height } = image;
  const along = (from: ArrayLike<number>, into: Float64Array | Uint8Array, across: boolean) => {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let channel = 0; channel < 3; channel++) {
          let sum = 0;
          for (let i = -reach; i <= reach; i++) {
            const column = across ? Math.min(Math.max(x + i, 0), width - 1) : x;
            const row = across ? y : Math.min(Math.max(y + i, 0), height - 1);
            sum += weights[i + reach]! * from[(row * width + column) * 3 + channel]!;
          }
          into[(y * width + x) * 3 + channel] = across ? sum / total : Math.round(sum / total);
        }
      }
    }
  };
  const half = new Float64Array(image.data.length);
  const data = new Uint8Array(image.data.length);
  along(image.data, half, true);
  along(half, data, false);
  return rgbImage(width, height, data);
}

/** Adds normal noise, drawn anew for each channel of each pixel. */
export function noisyImage(image: RgbImage, deviation: number, random: Random): RgbImage {
  const data = image.data.map((value) => {
    const noisy = Math.round(value + deviation * random.normal());
    return Math.min(Math.max(noisy, 0), 255);
  });
  return rgbImage(image.width, image.height, data);
}
