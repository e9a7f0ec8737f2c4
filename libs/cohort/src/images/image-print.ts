import { cosineWindow, cosineWindows } from './cosine-descriptor.ts';
import { greyThumbnail } from './grey-thumbnail.ts';
import { pixelHash } from './pixel-hash.ts';
import type { RgbImage } from './rgb-image.ts';

/** Side of the thumbnail that candidates are compared by, cell by cell. */
export const printSide = 64;

/** What is kept of a picture to find copies of it: some 30 KB. */
export interface ImagePrint {
  /** SHA-256 of size and pixels. */
  readonly pixels: string;
  /** The shorter of width and height, in pixels. */
  readonly shortSide: number;
  /** Brightness, 64 by 64. */
  readonly thumbnail: Float32Array;
  /** Lowest cosine terms of the whole picture. */
  readonly whole: Float32Array;
  /** The same of parts of it, one after the other: what a crop is found by. */
  readonly parts: Float32Array;
}

/** The print of a picture; see `findDuplicateImages`. */
export function imagePrint(image: RgbImage): ImagePrint {
  const thumbnail = greyThumbnail(image, printSide);
  return Object.freeze({
    pixels: pixelHash(image),
    shortSide: Math.min(image.width, image.height),
    thumbnail,
    whole: cosineWindow(thumbnail, printSide),
    parts: cosineWindows(thumbnail, printSide),
  });
}
