import type { Random } from '@raredx/stats';
import { type RgbImage, rgbImage } from './rgb-image.ts';

/** Largest change of each, either way: brightness, contrast and saturation as a share, hue as a share of the circle. */
export interface ColourJitter {
  readonly brightness?: number;
  readonly contrast?: number;
  readonly saturation?: number;
  readonly hue?: number;
}

/** Changes brightness, contrast about the mean grey, saturation and hue, each by a factor drawn uniformly. */
export function jitterColour(image: RgbImage, jitter: ColourJitter, random: Random): RgbImage {
  const draw = (name: keyof ColourJitter) => (jitter[name] ?? 0) * (2 * random.fork(name).uniform() - 1);
  const [brightness, contrast, saturation] = [
    1 + draw('brightness'),
    1 + draw('contrast'),
    1 + draw('saturation'),
  ];
  const turn = hueTurn(2 * Math.PI * draw('hue'));
  const { data } = image;
  const middle = meanGrey(data) * brightness;
  const changed = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const [r, g, b] = [0, 1, 2].map(
      (channel) => (data[i + channel]! * brightness - middle) * contrast + middle,
    );
    const grey = 0.299 * r! + 0.587 * g! + 0.114 * b!;
    const [red, green, blue] = [r!, g!, b!].map((value) => grey + (value - grey) * saturation);
    for (let channel = 0; channel < 3; channel++) {
      const row = channel * 3;
      changed[i + channel] = byte(turn[row]! * red! + turn[row + 1]! * green! + turn[row + 2]! * blue!);
    }
  }
  return rgbImage(image.width, image.height, changed);
}

/** A turn of the colour cube about its grey diagonal. */
function hueTurn(angle: number): readonly number[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle) / Math.sqrt(3)];
  const even = (1 - cos) / 3;
  return [
    ...[cos + even, even - sin, even + sin],
    ...[even + sin, cos + even, even - sin],
    ...[even - sin, even + sin, cos + even],
  ];
}

function meanGrey(data: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 3)
    sum += 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!;
  return (sum * 3) / data.length;
}

function byte(value: number): number {
  return Math.min(Math.max(Math.round(value), 0), 255);
}
