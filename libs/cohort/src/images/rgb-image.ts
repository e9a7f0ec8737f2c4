import { ContractError } from '@raredx/tables';

/** A picture as everything here takes it: 8 bits a channel, rows from the top, no alpha. Treat the data as frozen. */
export interface RgbImage {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** `width * height * 3` bytes, red, green, blue of each pixel in turn. */
  readonly data: Uint8Array;
}

/**
 * Puts size and bytes together and checks that they fit.
 *
 * @example
 * rgbImage(1, 1, Uint8Array.of(255, 0, 0)).width // => 1
 * rgbImage(2, 1, Uint8Array.of(255, 0, 0)) // => throws 'image: 2 x 1 pixels need 6 bytes, got 3'
 * @throws ContractError where they do not
 */
export function rgbImage(width: number, height: number, data: Uint8Array): RgbImage {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new ContractError('image', `width and height must be whole and positive (${width} x ${height})`);
  }
  const bytes = width * height * 3;
  if (data.length !== bytes) {
    throw new ContractError('image', `${width} x ${height} pixels need ${bytes} bytes, got ${data.length}`);
  }
  return Object.freeze({ width, height, data });
}
