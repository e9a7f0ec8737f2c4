import { type LabStatistics, labOf, labStatistics, rgbOfLab } from './lab-statistics.ts';
import { type RgbImage, rgbImage } from './rgb-image.ts';

/**
 * Gray world: each channel scaled so that its mean is the mean of all three. Takes off the colour of the light, and of
 * a picture that is of one colour by nature, that too.
 *
 * @example grayWorld(rgbImage(1, 1, Uint8Array.of(100, 50, 60))).data // => Uint8Array.of(70, 70, 70)
 */
export function grayWorld(image: RgbImage): RgbImage {
  const sums = [0, 0, 0];
  image.data.forEach((value, i) => {
    sums[i % 3]! += value;
  });
  const target = (sums[0]! + sums[1]! + sums[2]!) / 3;
  return mapped(image, (value, channel) => (sums[channel] === 0 ? value : (value * target) / sums[channel]!));
}

/**
 * Each channel to mean 128 and standard deviation 50, picture by picture: what is left is pattern. A channel without
 * spread becomes 128 throughout.
 */
export function standardiseChannels(image: RgbImage): RgbImage {
  const pixels = image.data.length / 3;
  const [sums, squares] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  image.data.forEach((value, i) => {
    sums![i % 3]! += value;
    squares![i % 3]! += value * value;
  });
  const means = sums!.map((sum) => sum / pixels);
  const spreads = squares!.map((square, channel) =>
    Math.sqrt(Math.max(square / pixels - means[channel]! ** 2, 0)),
  );
  return mapped(image, (value, channel) =>
    spreads[channel]! > 0.5 ? 128 + ((value - means[channel]!) * 50) / spreads[channel]! : 128,
  );
}

/**
 * Reinhard's transfer: mean and spread of L*, a* and b* brought to those of a reference, for instance of the training
 * pictures. The reference must come from the training fold alone.
 *
 * @see Reinhard E and others (2001) IEEE Computer Graphics and Applications 21(5):34-41
 */
export function reinhard(image: RgbImage, reference: LabStatistics): RgbImage {
  const { mean, deviation } = labStatistics(image);
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i += 3) {
    const lab = labOf(image.data[i]!, image.data[i + 1]!, image.data[i + 2]!);
    const moved = lab.map((value, channel) => {
      const scale = deviation[channel]! > 1e-3 ? reference.deviation[channel]! / deviation[channel]! : 1;
      return (value - mean[channel]!) * scale + reference.mean[channel]!;
    }) as [number, number, number];
    data.set(rgbOfLab(moved), i);
  }
  return rgbImage(image.width, image.height, data);
}

function mapped(image: RgbImage, change: (value: number, channel: number) => number): RgbImage {
  const data = image.data.map((value, i) => Math.min(Math.max(Math.round(change(value, i % 3)), 0), 255));
  return rgbImage(image.width, image.height, data);
}
