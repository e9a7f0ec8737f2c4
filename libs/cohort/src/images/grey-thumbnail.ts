import type { RgbImage } from './rgb-image.ts';

/**
 * A picture's brightness (Rec. 601) averaged into a square of `side` by `side` cells, row by row, 0 to 255; the aspect
 * ratio is given up, so that a resized copy has the same cells.
 *
 * @example greyThumbnail(rgbImage(2, 1, Uint8Array.of(0, 0, 0, 100, 100, 100)), 1) // => Float32Array.of(50)
 */
export function greyThumbnail(image: RgbImage, side: number): Float32Array {
  const columns = overlaps(image.width, side);
  const rows = overlaps(image.height, side);
  const wide = new Float32Array(image.height * side);
  for (let y = 0; y < image.height; y++) {
    const grey = greyRow(image, y);
    for (let cell = 0; cell < side; cell++) wide[y * side + cell] = averaged(columns[cell]!, (x) => grey[x]!);
  }
  const thumbnail = new Float32Array(side * side);
  for (let cell = 0; cell < side; cell++) {
    for (let x = 0; x < side; x++) {
      thumbnail[cell * side + x] = averaged(rows[cell]!, (y) => wide[y * side + x]!);
    }
  }
  return thumbnail;
}

/** What a cell covers: pixels from `first`, each with its share. */
interface Overlap {
  readonly first: number;
  readonly shares: readonly number[];
}

function overlaps(pixels: number, cells: number): Overlap[] {
  return Array.from({ length: cells }, (_, cell) => {
    const [from, to] = [(cell * pixels) / cells, ((cell + 1) * pixels) / cells];
    const first = Math.floor(from);
    const count = Math.min(Math.ceil(to - 1e-9), pixels) - first;
    const shares = Array.from({ length: count }, (_, i) => {
      const pixel = first + i;
      return (Math.min(to, pixel + 1) - Math.max(from, pixel)) / (to - from);
    });
    return { first, shares };
  });
}

function averaged({ first, shares }: Overlap, at: (pixel: number) => number): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i++) sum += shares[i]! * at(first + i);
  return sum;
}

function greyRow({ width, data }: RgbImage, y: number): Float32Array {
  const grey = new Float32Array(width);
  for (let x = 0, at = y * width * 3; x < width; x++, at += 3) {
    grey[x] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  }
  return grey;
}
