import { type RgbImage, rgbImage } from '@raredx/cohort';

/**
 * A picture many times larger than the encoder looks at, averaged over blocks of whole pixels until its shorter side is
 * less than twice `side` more than needed: colour is evened out and moved in a tenth of the time, and a blur of one pixel
 * is one of those that the encoder sees.
 *
 * @param side least length of the shorter side that is kept
 */
export function shrunkImage(image: RgbImage, side: number): RgbImage {
  const factor = Math.floor(Math.min(image.width, image.height) / side);
  if (factor < 2) return image;
  const [width, height] = [Math.floor(image.width / factor), Math.floor(image.height / factor)];
  const data = new Uint8Array(width * height * 3);
  const sums = new Uint32Array(width * 3);
  const { data: source } = image;
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let dy = 0; dy < factor; dy++) {
      let from = (y * factor + dy) * image.width * 3;
      for (let x = 0; x < width; x++)
        for (let dx = 0; dx < factor; dx++)
          for (let c = 0; c < 3; c++) {
            sums[x * 3 + c] = (sums[x * 3 + c] as number) + (source[from] as number);
            from++;
          }
    }
    for (let at = 0; at < sums.length; at++)
      data[y * sums.length + at] = Math.round((sums[at] as number) / (factor * factor));
  }
  return rgbImage(width, height, data);
}
