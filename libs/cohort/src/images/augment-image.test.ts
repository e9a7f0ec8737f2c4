import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { augmentImage } from './augment-image.ts';
import { jitterColour } from './jitter-colour.ts';
import { jitterStain } from './jitter-stain.ts';
import { labOf, labStatistics, rgbOfLab } from './lab-statistics.ts';
import { grayWorld, reinhard, standardiseChannels } from './normalise-colour.ts';
import { rgbImage } from './rgb-image.ts';
import { blurImage } from './soften-image.ts';
import { turnImage } from './turn-image.ts';

const noise = createRandom('pixels');
const image = rgbImage(
  20,
  12,
  Uint8Array.from({ length: 720 }, (_, i) => 60 + (i % 3) * 40 + noise.integer(50)),
);
const how = {
  rightAngles: true,
  crop: 0.8,
  colour: { brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.05 },
  stain: 0.05,
  blur: 1,
  noise: 5,
};
const key = { seed: 3, epoch: 0, sample: 'a' };

describe('augmentImage', () => {
  it('same key same pixels, and each part of the key counts', () => {
    const once = augmentImage(image, how, key);
    expect(augmentImage(image, how, key)).toEqual(once);
    for (const other of [{ seed: 4 }, { epoch: 1 }, { sample: 'b' }]) {
      expect(augmentImage(image, how, { ...key, ...other }).data).not.toEqual(once.data);
    }
  });

  it('switching a step on moves no other', () => {
    const plain = augmentImage(image, { rightAngles: true }, key);
    const blurred = augmentImage(image, { rightAngles: true, blur: 1 }, key);
    expect(
      blurImage(plain, createRandom(3).fork('augment').fork(0).fork('a').fork('blur').uniform()),
    ).toEqual(blurred);
  });

  it('leaves the original alone', () => {
    const before = image.data.slice();
    augmentImage(image, how, key);
    expect(image.data).toEqual(before);
  });
});

describe('the steps', () => {
  it('four quarters, and two mirrors, are none', () => {
    let turned = image;
    for (let i = 0; i < 4; i++) turned = turnImage(turned, { quarters: 1, mirrored: false });
    expect(turned).toEqual(image);
    const mirror = { quarters: 0, mirrored: true };
    expect(turnImage(turnImage(image, mirror), mirror)).toEqual(image);
    expect(turnImage(image, { quarters: 3, mirrored: false })).toEqual(
      turnImage(turnImage(image, { quarters: 2, mirrored: false }), { quarters: 1, mirrored: false }),
    );
  });

  it('strength 0 changes nothing', () => {
    expect(jitterColour(image, { hue: 0 }, createRandom(1))).toEqual(image);
    expect(jitterStain(image, 0, createRandom(1))).toEqual(image);
    expect(blurImage(image, 0)).toBe(image);
  });

  it('hue keeps greys, a blur keeps what is flat', () => {
    const grey = rgbImage(2, 2, new Uint8Array(12).fill(90));
    expect(jitterColour(grey, { hue: 0.5, saturation: 0.5 }, createRandom(2))).toEqual(grey);
    expect(blurImage(grey, 2)).toEqual(grey);
  });
});

describe('colour normalisation', () => {
  it('Lab of sRGB primaries as published', () => {
    // Lindbloom's calculator, D65, sRGB.
    for (const [i, value] of [53.24, 80.09, 67.2].entries())
      expect(labOf(255, 0, 0)[i]).toBeCloseTo(value, 1);
    for (const [i, value] of [87.73, -86.18, 83.18].entries())
      expect(labOf(0, 255, 0)[i]).toBeCloseTo(value, 1);
    expect(rgbOfLab(labOf(12, 200, 99))).toEqual([12, 200, 99]);
  });

  it('takes off the light of another camera', () => {
    const warm = rgbImage(
      20,
      12,
      image.data.map((value, i) => value * [1, 0.8, 0.6][i % 3]!),
    );
    const apart = (one: Uint8Array, other: Uint8Array) =>
      one.reduce((sum, value, i) => sum + Math.abs(value - other[i]!), 0) / one.length;
    expect(apart(image.data, warm.data)).toBeGreaterThan(20);
    const means = [0, 1, 2].map((channel) => {
      const values = grayWorld(warm).data.filter((_, i) => i % 3 === channel);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    });
    expect(Math.max(...means) - Math.min(...means)).toBeLessThan(0.5);
    expect(apart(standardiseChannels(image).data, standardiseChannels(warm).data)).toBeLessThan(2);
    const back = reinhard(warm, labStatistics(image));
    for (const [i, value] of labStatistics(back).mean.entries()) {
      expect(Math.abs(value - labStatistics(image).mean[i]!)).toBeLessThan(1);
    }
  });
});
