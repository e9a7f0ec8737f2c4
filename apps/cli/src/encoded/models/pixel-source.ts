import type { FineTunedSpec } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import type { Random } from '@raredx/stats';
import type { SampleSource } from '@raredx/training';
import type { Study } from '../study.ts';
import { alteredPixels } from './altered-pixels.ts';
import type { PixelStore } from './pixel-store.ts';

/** Rows of a pixel store as batches to train on: altered where the loop asks for it. */
export function pixelSource(
  { tf }: Runtime,
  pixels: PixelStore,
  asked: Pick<FineTunedSpec, 'jitter' | 'upright'> & Pick<Study, 'y'> & { readonly rows: Uint32Array },
): SampleSource {
  const { rows, y, jitter, upright } = asked;
  const { size } = pixels;
  const each = size * size * 3;
  return {
    rows: rows.length,
    batch(own, augment?: Random) {
      const samples = own.map((row) => rows[row] as number);
      const values = new Float32Array(own.length * each);
      const stored = pixels.read(samples);
      own.forEach((row, at) => {
        const picture = stored.subarray(at * each, (at + 1) * each);
        const random = augment?.fork(row);
        values.set(random ? alteredPixels(picture, size, { random, jitter, upright }) : picture, at * each);
      });
      const classes = Float32Array.from(samples, (row) => Math.max(0, y[row] as number));
      return { inputs: [tf.tensor4d(values, [own.length, size, size, 3])], targets: tf.tensor1d(classes) };
    },
  };
}
