import { type RgbImage, rgbImage } from './rgb-image.ts';

/**
 * Turns a picture clockwise by quarters of a circle, after mirroring it left to right where asked.
 *
 * @example
 * turnImage(rgbImage(2, 1, Uint8Array.of(1, 1, 1, 2, 2, 2)), { quarters: 0, mirrored: true }).data
 * // => Uint8Array.of(2, 2, 2, 1, 1, 1)
 * turnImage(rgbImage(2, 1, new Uint8Array(6)), { quarters: 1, mirrored: false }).height // => 2
 */
export function turnImage(
  image: RgbImage,
  { quarters, mirrored }: { readonly quarters: number; readonly mirrored: boolean },
): RgbImage {
  const turn = ((quarters % 4) + 4) % 4;
  if (turn === 0 && !mirrored) return image;
  const [width, height] = turn % 2 === 0 ? [image.width, image.height] : [image.height, image.width];
  const data = new Uint8Array(image.data.length);
  const [right, bottom] = [image.width - 1, image.height - 1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = turn === 0 ? x : turn === 1 ? y : turn === 2 ? right - x : right - y;
      const row = turn === 0 ? y : turn === 1 ? bottom - x : turn === 2 ? bottom - y : x;
      const from = (row * image.width + (mirrored ? right - column : column)) * 3;
      const to = (y * width + x) * 3;
      data[to] = image.data[from]!;
      data[to + 1] = image.data[from + 1]!;
      data[to + 2] = image.data[from + 2]!;
    }
  }
  return rgbImage(width, height, data);
}
