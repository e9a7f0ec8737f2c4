import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Tensorflow } from '@raredx/runtime';
import { createRandom, shuffled } from '@raredx/stats';
import type { SampleSource } from '../src/loop/sample-source.ts';
import type { ControlRows } from '../src/transfer/logistic-control.ts';

const folder = new URL('../../../../shared/data/dermamnist28/', import.meta.url);
export const dermaAbsent = !existsSync(folder);

/** Melanomas and twice as many naevi: places in the file of pictures, and what each is. */
export interface Lesions {
  readonly places: readonly number[];
  readonly classes: readonly number[];
}

const [side, channels] = [28, 3];
const each = side * side * channels;

/** Some melanomas (1) and naevi (0) of one part of the official split, drawn by a seed. */
export function lesions(split: 'train' | 'test', melanomas: number, seed: number): Lesions {
  const lines = readFileSync(new URL('labels.csv', folder), 'utf8').split(/\r?\n/).slice(1);
  const draw = (diagnosis: string, count: number) => {
    const own = lines.flatMap((line, place) => (line.endsWith(`,${split},${diagnosis}`) ? [place] : []));
    return Array.from(shuffled(own.length, createRandom(seed)).subarray(0, count), (at) => own[at]);
  };
  const [events, others] = [draw('mel', melanomas), draw('nv', 2 * melanomas)];
  return { places: [...events, ...others], classes: [...events.map(() => 1), ...others.map(() => 0)] };
}

const picturesOf = () => readFileSync(fileURLToPath(new URL('images.u8', folder)));

/** Pictures of 56 × 56 pixels; those to train on are mirrored half of the time. */
export function pictureSource(tf: Tensorflow, { places, classes }: Lesions): SampleSource {
  const pictures = picturesOf();
  return {
    rows: places.length,
    batch: (rows, augment) => {
      const values = new Float32Array(rows.length * each);
      rows.forEach((row, at) => {
        values.set(pictures.subarray(places[row] * each, (places[row] + 1) * each), at * each);
      });
      const mirrored = Array.from(rows, (row) => (augment?.fork(row).integer(2) === 1 ? 1 : 0));
      const inputs = tf.tidy(() => {
        const small = tf.tensor4d(values, [rows.length, side, side, channels]);
        const flips = tf.tensor4d(mirrored, [rows.length, 1, 1, 1]);
        const mixed = small.mul(tf.sub(1, flips)).add(tf.reverse(small, 2).mul(flips)) as typeof small;
        return [tf.image.resizeBilinear(mixed, [2 * side, 2 * side])];
      });
      return { inputs, targets: tf.tensor1d(Array.from(rows, (row) => classes[row])) };
    },
  };
}

/** Mean and deviation of each colour. */
export function colourColumns({ places }: Lesions): ControlRows {
  const pictures = picturesOf();
  const columns = Array.from({ length: 2 * channels }, () => new Float64Array(places.length));
  places.forEach((place, row) => {
    for (let channel = 0; channel < channels; channel++) {
      let [total, squares] = [0, 0];
      for (let at = channel; at < each; at += channels) {
        const value = pictures[place * each + at];
        total += value;
        squares += value * value;
      }
      const mean = total / (side * side);
      columns[2 * channel][row] = mean;
      columns[2 * channel + 1][row] = Math.sqrt(squares / (side * side) - mean ** 2);
    }
  });
  return { rows: places.length, columns };
}
