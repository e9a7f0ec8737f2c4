import type * as tfjs from '@tensorflow/tfjs';
import type { FeatureTable } from '../../features.ts';
import type { Tensors } from '../../tensors.ts';
import type { AttributionMap } from './attribution-map.ts';
import { laid } from './laid-views.ts';
import { type PictureBatch, pictureSize } from './picture-batch.ts';

/** A linear score of features for each picture: of the class that is to be explained. */
export interface Readout {
  readonly width: number;
  /** `rows * width`, a row a picture. */
  readonly weights: Float32Array;
  /** A value a picture. */
  readonly bias: Float32Array;
}

/** What is explained: features of pictures by a network, averaged over the ways a picture can lie, and a linear score of them. */
export interface ExplainedNetwork {
  readonly tf: Tensors;
  /** (rows, height, width, 3) of pixels 0 to 255 → (rows, width). */
  readonly model: tfjs.LayersModel;
  /** The layer whose activations Grad-CAM weighs: behind it a chain of layers up to the features. */
  readonly mapLayer?: string;
  /** Ways in which a picture is laid down, each 0 to 7: quarter turns clockwise, then the same of the mirror image. */
  readonly views: readonly number[];
  readonly readout: Readout;
}

/** Explains pictures of a network, a map each. */
export type MapExplainer = (
  network: ExplainedNetwork,
  pictures: PictureBatch,
) => Promise<readonly AttributionMap[]>;

/** Pictures that go through a network at once: their activations take some 80 MB each at 224 pixels. */
export const picturesAtOnce = 8;

/** The tensors of a readout for some of its rows. */
export function readoutOf({ tf, readout }: ExplainedNetwork, rows: readonly number[]) {
  const { width, weights, bias } = readout;
  const picked = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    picked.set(weights.subarray(row * width, (row + 1) * width), at * width);
  });
  return {
    weights: tf.tensor2d(picked, [rows.length, width]),
    bias: tf.tensor1d(rows.map((row) => bias[row])),
  };
}

/** Features of pixels, averaged over the ways a picture is laid down; differentiable. */
export function featureTensor({ tf, model, views }: ExplainedNetwork, pixels: tfjs.Tensor4D): tfjs.Tensor2D {
  const features = views.map(
    (view) => model.apply(laid(tf, pixels, view), { training: false }) as tfjs.Tensor2D,
  );
  return tf.div(
    features.reduce((sum, one) => tf.add(sum, one)),
    views.length,
  );
}

/** Scores of pixels, differentiable; `rows` says whose readout each picture has. */
export function scoreTensor(
  network: ExplainedNetwork,
  pixels: tfjs.Tensor4D,
  rows: readonly number[],
): tfjs.Tensor1D {
  const { tf } = network;
  const { weights, bias } = readoutOf(network, rows);
  return tf.add(tf.sum(tf.mul(featureTensor(network, pixels), weights), 1), bias);
}

/** Something of every picture, as many at once as memory likes. */
function inBatches(
  { tf }: ExplainedNetwork,
  pictures: PictureBatch,
  compute: (pixels: tfjs.Tensor4D, start: number) => tfjs.Tensor,
): readonly (readonly [start: number, values: Float32Array])[] {
  const each = pictureSize(pictures);
  const { rows, height, width, pixels } = pictures;
  return Array.from({ length: Math.ceil(rows / picturesAtOnce) }, (_, batch) => {
    const start = batch * picturesAtOnce;
    const count = Math.min(picturesAtOnce, rows - start);
    const values = tf.tidy(() => {
      const part = pixels.subarray(start * each, (start + count) * each);
      return compute(tf.tensor4d(part, [count, height, width, 3]), start).dataSync() as Float32Array;
    });
    return [start, values] as const;
  });
}

/** Scores of pictures; `rows` says whose readout each has. @default the same places */
export function scoresOf(
  network: ExplainedNetwork,
  pictures: PictureBatch,
  rows: readonly number[] = Array.from({ length: pictures.rows }, (_, row) => row),
): Float64Array {
  const out = new Float64Array(pictures.rows);
  const found = inBatches(network, pictures, (pixels, start) =>
    scoreTensor(network, pixels, rows.slice(start, start + pixels.shape[0])),
  );
  for (const [start, values] of found) out.set(values, start);
  return out;
}

/** Features of pictures as the readout is given them. */
export function featuresOf(network: ExplainedNetwork, pictures: PictureBatch): FeatureTable {
  const { width } = network.readout;
  const values = new Float32Array(pictures.rows * width);
  const found = inBatches(network, pictures, (pixels) => featureTensor(network, pixels));
  for (const [start, some] of found) values.set(some, start * width);
  return { rows: pictures.rows, width, values };
}
