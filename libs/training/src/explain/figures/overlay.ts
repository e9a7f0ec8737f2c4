import { type AttributionMap, resizedMap } from '../pictures/attribution-map.ts';
import { type PictureBatch, pictureSize } from '../pictures/picture-batch.ts';
import { encodePng } from './encode-png.ts';

export interface OverlayOptions {
  /** Largest side of one of the two pictures, px. @default 128 */
  readonly side?: number;
  /** Bytes of the PNG; it is made smaller until it fits. @default 40000 */
  readonly mostBytes?: number;
}

const gap = 4;
const smallestSide = 24;
type Colour = readonly [number, number, number];
const raises: Colour = [214, 39, 40];
const lowers: Colour = [31, 89, 180];

/**
 * A picture and beside it the same in grey under its map: red where a place raises the score, blue where it lowers it, the
 * stronger the more opaque; full colour is the map's 99th percentile by size.
 *
 * @param row which of the pictures
 */
export function overlay(
  pictures: PictureBatch,
  map: AttributionMap,
  { row, side = 128, mostBytes = 40_000 }: OverlayOptions & { readonly row: number },
): Uint8Array {
  const each = pictureSize(pictures);
  const { height, width } = pictures;
  const picture = pictures.pixels.subarray(row * each, (row + 1) * each);
  for (let largest = Math.min(side, Math.max(height, width)); ; largest = Math.floor(largest * 0.85)) {
    const png = drawn({ height, width, picture }, map, largest);
    if (png.length <= mostBytes || largest <= smallestSide) return png;
  }
}

interface Picture {
  readonly height: number;
  readonly width: number;
  readonly picture: Float32Array;
}

function drawn({ height, width, picture }: Picture, map: AttributionMap, largest: number): Uint8Array {
  const scale = largest / Math.max(height, width);
  const [high, wide] = [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))];
  const channels = [0, 1, 2].map((channel) => {
    const values = Float64Array.from({ length: height * width }, (_, at) => picture[at * 3 + channel]);
    return resizedMap({ height, width, values }, high, wide).values;
  });
  const { values } = resizedMap(map, high, wide);
  const sizes = values.map(Math.abs).sort();
  const full = sizes[Math.floor(0.99 * (sizes.length - 1))] || sizes[sizes.length - 1] || 1;
  const line = 2 * wide + gap;
  const pixels = new Uint8Array(line * high * 3).fill(255);
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const at = y * wide + x;
      const [red, green, blue] = channels.map((channel) => channel[at]);
      pixels.set([red, green, blue].map(byte), (y * line + x) * 3);
      const grey = 0.299 * red + 0.587 * green + 0.114 * blue;
      const share = 0.75 * Math.min(1, Math.abs(values[at]) / full);
      const colour = values[at] >= 0 ? raises : lowers;
      const mixed = colour.map((value) => byte(grey * (1 - share) + value * share));
      pixels.set(mixed, (y * line + wide + gap + x) * 3);
    }
  }
  return encodePng(line, high, pixels);
}

const byte = (value: number) => Math.max(0, Math.min(255, Math.round(value)));
