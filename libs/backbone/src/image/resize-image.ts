import type { RgbImage } from '@raredx/cohort';
import type { ImageFit, ImageSize } from './image-size.ts';
import { type ResizeWeights, resizeWeights } from './resize-weights.ts';

/** The grey of `contain`'s bars: 0 after the subtraction of 127. */
const barGrey = 127;

interface Placement {
  readonly from: { readonly start: number; readonly length: number };
  readonly to: { readonly start: number; readonly length: number };
}

const placement = (source: number, target: number, zoom: number): Placement => {
  const shown = Math.min(source, target / zoom);
  const length = Math.min(target, Math.max(1, Math.round(source * zoom)));
  return {
    from: { start: (source - shown) / 2, length: shown },
    to: { start: Math.floor((target - length) / 2), length },
  };
};

const zooms = ({ width, height }: RgbImage, size: ImageSize, fit: ImageFit): readonly [number, number] => {
  const [x, y] = [size.width / width, size.height / height];
  if (fit === 'stretch') return [x, y];
  const zoom = fit === 'cover' ? Math.max(x, y) : Math.min(x, y);
  return [zoom, zoom];
};

/** Rows of the source, each resized across, needed or not: one pass a row keeps memory to the target's width. */
const acrossRows = (
  { width, height, data }: RgbImage,
  target: number,
  across: ResizeWeights,
): Float32Array => {
  const { first, weights, taps } = across;
  const rows = new Float32Array(height * target * 3);
  for (let y = 0, out = 0; y < height; y++) {
    for (let x = 0; x < target; x++, out += 3) {
      let at = (y * width + first[x]) * 3;
      let [red, green, blue] = [0, 0, 0];
      for (let tap = 0; tap < taps; tap++, at += 3) {
        const weight = weights[x * taps + tap];
        red += weight * data[at];
        green += weight * data[at + 1];
        blue += weight * data[at + 2];
      }
      rows[out] = red;
      rows[out + 1] = green;
      rows[out + 2] = blue;
    }
  }
  return rows;
};

/**
 * Writes the image into `target` (height × width × 3 of float pixels 0 to 255, from `offset` on) at the size asked for:
 * bilinear with antialiasing. In TypeScript, because TensorFlow's resize does not antialias, and so that every runtime
 * sees the same bits.
 */
export function resizeInto(
  target: Float32Array,
  offset: number,
  image: RgbImage,
  { size, fit }: { readonly size: ImageSize; readonly fit: ImageFit },
): void {
  const { width, height } = size;
  if (image.width === width && image.height === height) {
    target.set(image.data, offset);
    return;
  }
  const [zoomX, zoomY] = zooms(image, size, fit);
  const [x, y] = [placement(image.width, width, zoomX), placement(image.height, height, zoomY)];
  const rows = acrossRows(image, x.to.length, resizeWeights(image.width, x.to.length, x.from));
  const { first, weights, taps } = resizeWeights(image.height, y.to.length, y.from);
  if (x.to.length < width || y.to.length < height) target.fill(barGrey, offset, offset + width * height * 3);
  const line = x.to.length * 3;
  const sums = new Float64Array(line);
  for (let row = 0; row < y.to.length; row++) {
    sums.fill(0);
    for (let tap = 0; tap < taps; tap++) {
      const weight = weights[row * taps + tap];
      if (weight === 0) continue;
      const from = (first[row] + tap) * line;
      for (let i = 0; i < line; i++) sums[i] += weight * rows[from + i];
    }
    target.set(sums, offset + ((y.to.start + row) * width + x.to.start) * 3);
  }
}
