import { createRandom, type Random } from '@raredx/stats';
import { type ColourJitter, jitterColour } from './jitter-colour.ts';
import { jitterStain } from './jitter-stain.ts';
import { randomCrop } from './random-crop.ts';
import type { RgbImage } from './rgb-image.ts';
import { blurImage, noisyImage } from './soften-image.ts';
import { turnImage } from './turn-image.ts';

/** What may be done to a picture, each to a strength drawn anew; what is left out is not done. */
export interface Augmentation {
  /** Mirror left to right, half of the time. Not where sides mean something, as in chest films. */
  readonly mirror?: boolean;
  /** One of the four right angles, and mirrored: for cells and skin, which have no upright. */
  readonly rightAngles?: boolean;
  /** Least share of the sides that a random crop keeps, 0 < share <= 1; resized to the original size. */
  readonly crop?: number;
  readonly colour?: ColourJitter;
  /** Strength of the change of stain concentrations (haematoxylin, eosin, rest), as 0.05. */
  readonly stain?: number;
  /** Largest standard deviation of the blur, in pixels. */
  readonly blur?: number;
  /** Largest standard deviation of the noise, in grey levels. */
  readonly noise?: number;
}

/** Which change: the same key gives the same pixels, in whatever order pictures are asked for. */
export interface AugmentationKey {
  readonly seed: number | string;
  readonly epoch: number;
  readonly sample: string;
}

/**
 * A changed copy of a picture; width and height may swap where right angles are allowed, and stay otherwise. A hospital's
 * stain, camera and light differ more than its patients do: a model that saw many lights relies less on one.
 *
 * @example
 * const grey = rgbImage(1, 1, Uint8Array.of(9, 9, 9))
 * augmentImage(grey, {}, { seed: 1, epoch: 0, sample: 'a' }).data // => Uint8Array.of(9, 9, 9)
 */
export function augmentImage(image: RgbImage, how: Augmentation, key: AugmentationKey): RgbImage {
  const random = createRandom(key.seed).fork('augment').fork(key.epoch).fork(key.sample);
  return steps.reduce((changed, step) => step(changed, how, random), image);
}

type Step = (image: RgbImage, how: Augmentation, random: Random) => RgbImage;

/** Each step has a stream of its own, so that switching one on moves no other. */
const steps: readonly Step[] = [
  (image, { crop }, random) => (crop === undefined ? image : randomCrop(image, crop, random.fork('crop'))),
  (image, { rightAngles, mirror }, random) => {
    const stream = random.fork('turn');
    const [quarters, mirrored] = [stream.integer(4), stream.integer(2) === 1];
    if (rightAngles === true) return turnImage(image, { quarters, mirrored });
    return mirror === true ? turnImage(image, { quarters: 0, mirrored }) : image;
  },
  (image, { colour }, random) =>
    colour === undefined ? image : jitterColour(image, colour, random.fork('colour')),
  (image, { stain }, random) =>
    stain === undefined ? image : jitterStain(image, stain, random.fork('stain')),
  (image, { blur }, random) =>
    blur === undefined ? image : blurImage(image, random.fork('blur').uniform() * blur),
  (image, { noise }, random) => {
    if (noise === undefined) return image;
    const stream = random.fork('noise');
    return noisyImage(image, stream.uniform() * noise, stream);
  },
];
