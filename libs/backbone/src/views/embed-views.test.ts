import { type RgbImage, rgbImage } from '@raredx/cohort';
import { describe, expect, it } from 'vitest';
import type { ImageBackbone } from '../backbone.ts';
import { averageViews, embedViews } from './embed-views.ts';
import { augmentedView, grayWorldView, mirrorView, plainView, rightAngleViews } from './view.ts';

/** Two features: the first and the last byte. */
const corners = (batch: readonly RgbImage[]) => ({
  rows: batch.length,
  width: 2,
  values: Float32Array.from(batch.flatMap(({ data }) => [data[0], data[data.length - 1]])),
});
const backbone: ImageBackbone = {
  ...{ kind: 'image', name: 'toy', hash: '0'.repeat(64), width: 2, blocks: [] },
  inputSize: { width: 2, height: 1 },
  embed: async (batch) => corners(batch),
  describe: () => {
    throw new Error('not asked for');
  },
  dispose: () => {},
};
const image = (left: number, right: number) =>
  rgbImage(2, 1, Uint8Array.of(left, left, left, right, right, right));
const samples = [
  { sample: 'a', image: image(10, 20) },
  { sample: 'b', image: image(30, 40) },
];

describe('embedViews', () => {
  it('puts the views of an image one after the other', async () => {
    const views = [plainView, mirrorView];
    const table = await embedViews(backbone, { folder: null, samples, views });
    expect(table).toEqual({ rows: 4, width: 2, values: Float32Array.of(10, 20, 20, 10, 30, 40, 40, 30) });
    expect(averageViews(table, 2)).toEqual({ rows: 2, width: 2, values: Float32Array.of(15, 15, 35, 35) });
  });

  it('changes at random by seed, epoch and sample alone', async () => {
    const colour = { colour: { brightness: 0.5 } };
    const values = async (epoch: number, order = samples) => {
      const views = [augmentedView(colour, { seed: 1, epoch })];
      return (await embedViews(backbone, { folder: null, samples: order, views })).values;
    };
    const first = await values(0);
    expect(await values(0)).toEqual(first);
    expect((await values(0, [samples[1]])).slice(0, 2)).toEqual(first.slice(2));
    expect(await values(1)).not.toEqual(first);
  });

  it('has the right angles and the grey light', () => {
    expect(rightAngleViews.map(({ apply }) => apply(samples[0].image, 'a').height)).toEqual([1, 2, 1, 2]);
    expect(grayWorldView.apply(rgbImage(1, 1, Uint8Array.of(100, 50, 60)), 'a').data).toEqual(
      Uint8Array.of(70, 70, 70),
    );
  });

  it('refuses rows that are not whole images', () => {
    const table = { rows: 3, width: 1, values: new Float32Array(3) };
    expect(() => averageViews(table, 2)).toThrow('3 rows are not 2 views of each image');
  });
});
