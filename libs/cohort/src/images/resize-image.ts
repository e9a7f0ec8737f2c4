import { type RgbImage, rgbImage } from './rgb-image.ts';

/** A part of a picture in pixels, edges between pixels allowed. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A part of a picture at another size, by straight lines between pixel centres (half-pixel convention). Meant for
 * sizes that are not much smaller: it does not average.
 *
 * @example
 * const image = rgbImage(2, 1, Uint8Array.of(0, 0, 0, 100, 100, 100))
 * resizeImage(image, { left: 0, top: 0, width: 2, height: 1 }, { width: 1, height: 1 }).data
 * // => Uint8Array.of(50, 50, 50)
 */
export function resizeImage(
  image: RgbImage,
  part: Part,
  { width, height }: { readonly width: number; readonly height: number },
): RgbImage {
  const columns = places(part.left, part.width, { to: width, from: image.width });
  const rows = places(part.top, part.height, { to: height, from: image.height });
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = rows[y]!;
    for (let x = 0; x < width; x++) {
      const column = columns[x]!;
      for (let channel = 0; channel < 3; channel++) {
        const at = (line: number, place: number) => image.data[(line * image.width + place) * 3 + channel]!;
        const above = at(row.low, column.low) * (1 - column.share) + at(row.low, column.high) * column.share;
        const below =
          at(row.high, column.low) * (1 - column.share) + at(row.high, column.high) * column.share;
        data[(y * width + x) * 3 + channel] = Math.round(above * (1 - row.share) + below * row.share);
      }
    }
  }
  return rgbImage(width, height, data);
}

function places(start: number, length: number, { to, from }: { readonly to: number; readonly from: number }) {
  return Array.from({ length: to }, (_, i) => {
    const at = Math.min(Math.max(start + ((i + 0.5) / to) * length - 0.5, 0), from - 1);
    const low = Math.floor(at);
    return { low, high: Math.min(low + 1, from - 1), share: at - low };
  });
}
