import { type RgbImage, rgbImage } from '@raredx/cohort';

/**
 * A picture and its turned and mirrored copies, at most the eight of a square: a cell has no right way up.
 *
 * @param count 1 to 8: as it is, then by quarter turns, then the mirror images
 */
export function turnedViews(image: RgbImage, count: number): RgbImage[] {
  return Array.from({ length: count }, (_, view) => turned(image, view % 4, view >= 4));
}

function turned(image: RgbImage, quarters: number, mirrored: boolean): RgbImage {
  if (quarters === 0 && !mirrored) return image;
  const { width, height, data } = image;
  const across = quarters % 2 === 1;
  const [w, h] = across ? [height, width] : [width, height];
  const out = new Uint8Array(data.length);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const [u, v] = source(x, y, { quarters, width, height });
      const from = (v * width + (mirrored ? width - 1 - u : u)) * 3;
      const to = (y * w + x) * 3;
      for (let c = 0; c < 3; c++) out[to + c] = data[from + c] as number;
    }
  }
  return rgbImage(w, h, out);
}

/** Where a pixel of the turned picture comes from. */
function source(
  x: number,
  y: number,
  { quarters, width, height }: { readonly quarters: number; readonly width: number; readonly height: number },
): [number, number] {
  if (quarters === 1) return [y, height - 1 - x];
  if (quarters === 2) return [width - 1 - x, height - 1 - y];
  if (quarters === 3) return [width - 1 - y, x];
  return [x, y];
}
