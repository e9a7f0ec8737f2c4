import { ContractError } from '@raredx/tables';
import type { CellBox } from './image-cohort.ts';
import { type RgbImage, rgbImage } from './rgb-image.ts';

/**
 * Cuts a box out of a picture. What lies beyond an edge repeats the edge's pixel, so that a cell at the border stays in
 * the middle and gets no black bar that a model could learn.
 *
 * @example
 * cropImage(rgbImage(1, 1, Uint8Array.of(1, 2, 3)), { x: -1, y: 0, width: 2, height: 1 }).data
 * // => Uint8Array.of(1, 2, 3, 1, 2, 3)
 * @throws ContractError where the box misses the picture altogether
 */
export function cropImage(image: RgbImage, box: CellBox): RgbImage {
  const { x, y, width, height } = box;
  if (x >= image.width || y >= image.height || x + width <= 0 || y + height <= 0) {
    throw new ContractError('image', `the box lies outside the ${image.width} x ${image.height} pixels`);
  }
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = clamped(y + row, image.height) * image.width;
    for (let column = 0; column < width; column++) {
      const pixel = (from + clamped(x + column, image.width)) * 3;
      const to = (row * width + column) * 3;
      data[to] = image.data[pixel]!;
      data[to + 1] = image.data[pixel + 1]!;
      data[to + 2] = image.data[pixel + 2]!;
    }
  }
  return rgbImage(width, height, data);
}

function clamped(at: number, size: number): number {
  return Math.min(Math.max(at, 0), size - 1);
}
