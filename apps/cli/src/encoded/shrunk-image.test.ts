import { rgbImage } from '@raredx/cohort';
import { describe, expect, it } from 'vitest';
import { shrunkImage } from './shrunk-image.ts';

describe('shrunkImage', () => {
  it('averages blocks, and leaves out the rest of a row or column', () => {
    const grey = [10, 20, 1, 30, 40, 2, 3, 4, 5];
    const image = rgbImage(3, 3, Uint8Array.from(grey.flatMap((value) => [value, value + 100, 0])));
    const { width, height, data } = shrunkImage(image, 1);
    expect([width, height, ...data]).toEqual([1, 1, ...[115 / 9, 115 / 9 + 100, 0].map(Math.round)]);
    expect(
      shrunkImage(
        rgbImage(
          4,
          2,
          Uint8Array.from({ length: 24 }, (_, i) => i),
        ),
        1,
      ).data,
    ).toEqual(Uint8Array.from([7.5, 8.5, 9.5, 13.5, 14.5, 15.5].map(Math.round)));
  });

  it('leaves a picture that is not twice as large', () => {
    const image = rgbImage(3, 3, new Uint8Array(27));
    expect(shrunkImage(image, 2)).toBe(image);
  });
});
