import type { Random } from '@raredx/stats';
import { type RgbImage, rgbImage } from './rgb-image.ts';

/** Optical density of haematoxylin, eosin and DAB in red, green and blue (Ruifrok and Johnston 2001), at length 1. */
const stains = [
  [0.65, 0.7, 0.29],
  [0.07, 0.99, 0.11],
  [0.27, 0.57, 0.78],
].map((row) => row.map((value) => value / Math.hypot(...row)));
const unmixing = inverse(stains);

/**
 * Changes how much of each stain a picture has: concentration c becomes c · α + β, with α uniform in 1 ± strength and β
 * uniform in ± strength, drawn for each stain (Tellez and others 2018).
 *
 * @param strength for instance 0.05; 0 changes nothing but rounding
 */
export function jitterStain(image: RgbImage, strength: number, random: Random): RgbImage {
  const change = stains.map((_, stain) => {
    const stream = random.fork(stain);
    const draw = () => strength * (2 * stream.uniform() - 1);
    return { factor: 1 + draw(), shift: draw() };
  });
  const density = Float64Array.from({ length: 256 }, (_, value) => -Math.log((value + 1) / 256));
  const { data } = image;
  const changed = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const absorbed = [density[data[i]!]!, density[data[i + 1]!]!, density[data[i + 2]!]!];
    const amounts = change.map(({ factor, shift }, stain) => {
      const amount = absorbed.reduce((sum, value, channel) => sum + value * unmixing[channel]![stain]!, 0);
      return amount * factor + shift;
    });
    for (let channel = 0; channel < 3; channel++) {
      const total = amounts.reduce((sum, amount, stain) => sum + amount * stains[stain]![channel]!, 0);
      changed[i + channel] = Math.min(Math.max(Math.round(256 * Math.exp(-total) - 1), 0), 255);
    }
  }
  return rgbImage(image.width, image.height, changed);
}

/** Of a 3 by 3 matrix, by cofactors. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const at = (row: number, column: number) => matrix[row % 3]![column % 3]!;
  const cofactor = (row: number, column: number) =>
    at(row + 1, column + 1) * at(row + 2, column + 2) - at(row + 1, column + 2) * at(row + 2, column + 1);
  const determinant = [0, 1, 2].reduce((sum, column) => sum + at(0, column) * cofactor(0, column), 0);
  return [0, 1, 2].map((row) => [0, 1, 2].map((column) => cofactor(column, row) / determinant));
}
