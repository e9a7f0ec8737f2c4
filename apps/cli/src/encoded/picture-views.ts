import { augmentedView, plainView, type View } from '@raredx/backbone';
import { grayWorld, type RgbImage, standardiseChannels, turnImage } from '@raredx/cohort';
import { ConfigError, type EncoderSpec } from '@raredx/experiment';

/** Evens out what a stain, a lamp or a scanner does to colour; whether it helps is for data to say. */
export const evened: { readonly [Colour in EncoderSpec['colour']]: (image: RgbImage) => RgbImage } = {
  'as-is': (image) => image,
  'gray-world': grayWorld,
  standardised: standardiseChannels,
};

/** A picture with its colour as declared. */
export function colourView(colour: EncoderSpec['colour']): View {
  return colour === 'as-is' ? plainView : { name: colour, apply: evened[colour] };
}

/** Colour as declared, then the picture as it lies and turned: 1 to 8 views. */
export function turnedViews({ colour, views, upright }: EncoderSpec): View[] {
  if (views === 1) return [colourView(colour)];
  if (upright) {
    throw new ConfigError('encoder', `upright pictures have one view, not ${views}`, 'say views: 1');
  }
  return Array.from({ length: views }, (_, view) => ({
    name: `${colour} ${view}`,
    apply: (image) =>
      turnImage(evened[colour](image), { quarters: view % 4, mirrored: Math.floor(view / 4) % 2 === 1 }),
  }));
}

/**
 * A copy as another site might have made it: another light and stain, less sharp, noisier; then the colour as declared. To
 * learn from, never to judge.
 */
export function movedView({
  colour,
  jitter,
  upright,
}: Pick<EncoderSpec, 'colour' | 'jitter' | 'upright'>): View {
  const how = {
    rightAngles: !upright,
    colour: { brightness: 0.3 * jitter, contrast: 0.3 * jitter, saturation: 0.5 * jitter, hue: 0.1 * jitter },
    stain: 0.1 * jitter,
    blur: 1.5 * jitter,
    noise: 4 * jitter,
  };
  const moved = augmentedView(how, { seed: 0, epoch: 0 });
  return { name: 'moved', apply: (image, sample) => evened[colour](moved.apply(image, sample)) };
}
