import type { RgbImage } from './rgb-image.ts';

/** What can be known of a picture without looking at what it shows. */
export interface TrivialFeatures {
  /** Means of red, green and blue. */
  readonly colour: readonly number[];
  /** Standard deviations of red, green and blue. */
  readonly contrast: readonly number[];
  /** Logarithms of width and height. */
  readonly size: readonly number[];
  /** Means of red, green and blue over the outermost twentieth. */
  readonly border: readonly number[];
  /** Logarithm of the mean absolute difference of neighbouring pixels, across and down. */
  readonly sharpness: readonly number[];
  /** Logarithm of the bytes of the file, where given. */
  readonly file: readonly number[];
}

/**
 * Features that tell of camera, stain, light and software rather than of disease; a class that follows from them may be
 * learned from them.
 *
 * @example trivialFeatures(rgbImage(1, 1, Uint8Array.of(1, 2, 3))).colour // => [1, 2, 3]
 * @param fileBytes size of the file that the picture came from
 */
export function trivialFeatures(image: RgbImage, fileBytes?: number): TrivialFeatures {
  const { width, height, data } = image;
  const [sums, squares, edge] = [new Float64Array(3), new Float64Array(3), new Float64Array(3)];
  const margin = { x: Math.ceil(width / 20), y: Math.ceil(height / 20) };
  let [edgePixels, across, down] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const outer = x < margin.x || y < margin.y || x >= width - margin.x || y >= height - margin.y;
      if (outer) edgePixels++;
      for (let channel = 0; channel < 3; channel++) {
        const value = data[at + channel]!;
        sums[channel]! += value;
        squares[channel]! += value * value;
        if (outer) edge[channel]! += value;
      }
      if (x > 0) across += Math.abs(data[at + 1]! - data[at - 2]!);
      if (y > 0) down += Math.abs(data[at + 1]! - data[at + 1 - width * 3]!);
    }
  }
  const pixels = width * height;
  const colour = Array.from(sums, (sum) => sum / pixels);
  return {
    colour,
    contrast: colour.map((mean, i) => Math.sqrt(Math.max(squares[i]! / pixels - mean * mean, 0))),
    size: [Math.log(width), Math.log(height)],
    border: Array.from(edge, (sum) => sum / edgePixels),
    sharpness: [Math.log1p(across / pixels), Math.log1p(down / pixels)],
    file: fileBytes === undefined ? [] : [Math.log1p(fileBytes)],
  };
}
