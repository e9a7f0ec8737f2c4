import { rgbImage } from '@raredx/cohort';
import { describe, expect, it } from 'vitest';
import type { ImageFit } from './image-size.ts';
import { resizeInto } from './resize-image.ts';

/** A grey image from its rows. */
const grey = (...rows: number[][]) =>
  rgbImage(
    rows[0].length,
    rows.length,
    Uint8Array.from(rows.flat().flatMap((value) => [value, value, value])),
  );

/** The first channel of the resized image, row by row, to two decimals. */
const resized = (
  image: ReturnType<typeof grey>,
  width: number,
  height: number,
  fit: ImageFit = 'stretch',
) => {
  const target = new Float32Array(3 + width * height * 3).fill(-1);
  resizeInto(target, 3, image, { size: { width, height }, fit });
  expect([...target.subarray(0, 3)]).toEqual([-1, -1, -1]);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => Math.round(target[3 + (y * width + x) * 3] * 100) / 100),
  );
};

describe('resizeInto', () => {
  it('leaves an image of the right size alone', () => {
    expect(resized(grey([1, 2], [3, 4]), 2, 2)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('enlarges linearly between the centres of pixels', () => {
    expect(resized(grey([0, 100]), 4, 1)).toEqual([[0, 25, 75, 100]]);
  });

  it('shrinks by a triangle twice as wide, so that every pixel counts', () => {
    // weights 1 3 3 1 about the middle, 3 3 1 at the edge
    expect(resized(grey([0, 0, 80, 80, 0, 0]), 3, 1)).toEqual([
      [Math.round((80 / 7) * 100) / 100, 60, Math.round((80 / 7) * 100) / 100],
    ]);
  });

  it('keeps a constant, and the order of the channels', () => {
    const image = rgbImage(
      5,
      7,
      Uint8Array.from({ length: 105 }, (_, at) => [10, 20, 30][at % 3]),
    );
    const target = new Float32Array(3 * 4 * 3);
    resizeInto(target, 0, image, { size: { width: 4, height: 3 }, fit: 'stretch' });
    target.forEach((value, at) => {
      expect(value).toBeCloseTo([10, 20, 30][at % 3], 4);
    });
  });

  it('cuts the longer side about the centre to cover', () => {
    expect(resized(grey([9, 1, 2, 9], [9, 3, 4, 9]), 2, 2, 'cover')).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('puts grey bars beside what is contained', () => {
    expect(resized(grey([50, 50], [50, 50], [50, 50], [50, 50]), 4, 4, 'contain')).toEqual(
      Array.from({ length: 4 }, () => [127, 50, 50, 127]),
    );
  });

  it('takes a single pixel', () => {
    expect(resized(grey([7]), 3, 2)).toEqual([
      [7, 7, 7],
      [7, 7, 7],
    ]);
  });
});
