import type { RgbImage } from './rgb-image.ts';

/** Mean and standard deviation of L*, a* and b* (D65) over a picture: what Reinhard's transfer needs of a reference. */
export interface LabStatistics {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

const toXyz = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
] as const;
const toRgb = [
  [3.2404542, -1.5371385, -0.4985314],
  [-0.969266, 1.8760108, 0.041556],
  [0.0556434, -0.2040259, 1.0572252],
] as const;
const white = [0.95047, 1, 1.08883] as const;
const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/**
 * L*, a*, b* of an sRGB colour.
 *
 * @example labOf(255, 255, 255)[0].toFixed(3) // => '100.000'
 */
export function labOf(red: number, green: number, blue: number): [number, number, number] {
  const light = [linear[red]!, linear[green]!, linear[blue]!];
  const [x, y, z] = toXyz.map((row, i) => {
    const share = row.reduce((sum, weight, channel) => sum + weight * light[channel]!, 0) / white[i]!;
    return share > 216 / 24389 ? Math.cbrt(share) : (841 / 108) * share + 4 / 29;
  }) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The sRGB bytes of a colour in Lab, as near as bytes come. */
export function rgbOfLab([l, a, b]: readonly [number, number, number]): [number, number, number] {
  const y = (l + 16) / 116;
  const xyz = [y + a / 500, y, y - b / 200].map((root, i) => {
    const share = root > 6 / 29 ? root ** 3 : (108 / 841) * (root - 4 / 29);
    return share * white[i]!;
  });
  return toRgb.map((row) => {
    const light = row.reduce((sum, weight, i) => sum + weight * xyz[i]!, 0);
    const share = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
    return Math.min(Math.max(Math.round(share * 255), 0), 255);
  }) as [number, number, number];
}

/** The statistics of one picture; average those of a training set to get a reference. */
export function labStatistics({ data }: RgbImage): LabStatistics {
  const [sum, squares] = [new Float64Array(3), new Float64Array(3)];
  for (let i = 0; i < data.length; i += 3) {
    const lab = labOf(data[i]!, data[i + 1]!, data[i + 2]!);
    for (let channel = 0; channel < 3; channel++) {
      sum[channel]! += lab[channel]!;
      squares[channel]! += lab[channel]! ** 2;
    }
  }
  const pixels = data.length / 3;
  const mean = Array.from(sum, (value) => value / pixels);
  const deviation = Array.from(squares, (value, channel) =>
    Math.sqrt(Math.max(value / pixels - mean[channel]! ** 2, 0)),
  );
  return {
    mean: mean as [number, number, number] & number[],
    deviation: deviation as [number, number, number] & number[],
  };
}
