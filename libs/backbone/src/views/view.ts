import {
  type Augmentation,
  augmentImage,
  grayWorld,
  type LabStatistics,
  type RgbImage,
  reinhard,
  turnImage,
} from '@raredx/cohort';

/** One way to look at an image. The same image and sample give the same pixels, always. */
export interface View {
  readonly name: string;
  readonly apply: (image: RgbImage, sample: string) => RgbImage;
}

/** The image as it is. */
export const plainView: View = { name: 'plain', apply: (image) => image };

/** Mirrored left to right: not where sides mean something, as in chest films. */
export const mirrorView: View = {
  name: 'mirror',
  apply: (image) => turnImage(image, { quarters: 0, mirrored: true }),
};

/** The four right angles, the first of them the image as it is: for cells and skin, which have no upright. */
export const rightAngleViews: readonly View[] = [0, 1, 2, 3].map((quarters) => ({
  name: `turn-${quarters * 90}`,
  apply: (image) => turnImage(image, { quarters, mirrored: false }),
}));

/** The colour of the light taken off. */
export const grayWorldView: View = { name: 'gray-world', apply: (image) => grayWorld(image) };

/** Stain and light brought to those of a reference, which is to come from the training fold alone. */
export const reinhardView = (reference: LabStatistics): View => ({
  name: 'reinhard',
  apply: (image) => reinhard(image, reference),
});

/** A view changed at random, the same for the same seed, epoch and sample, in whatever order they are asked for. */
export const augmentedView = (
  how: Augmentation,
  { seed, epoch }: { readonly seed: number | string; readonly epoch: number },
): View => ({
  name: `augmented-${seed}-${epoch}`,
  apply: (image, sample) => augmentImage(image, how, { seed, epoch, sample }),
});
