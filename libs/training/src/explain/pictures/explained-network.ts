import type * as tfjs from '@tensorflow/tfjs';
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
  /** Ways in which a picture is laid down, 1 to 8: quarter turns, then their mirror images. */
  readonly views: number;
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

/** Scores of pixels, differentiable; `rows` says whose readout each picture has. */
export function scoreTensor(
  network: ExplainedNetwork,
  pixels: tfjs.Tensor4D,
  rows: readonly number[],
): tfjs.Tensor1D {
  const { tf, model, views } = network;
  const { weights, bias } = readoutOf(network, rows);
  const scores = Array.from({ length: views }, (_, view) => {
    const features = model.apply(laid(tf, pixels, view), { training: false }) as tfjs.Tensor2D;
    return tf.sum(tf.mul(features, weights), 1);
  });
  const total = scores.reduce((sum, one) => tf.add(sum, one));
  return tf.add(tf.div(total, views), bias) as tfjs.Tensor1D;
}

/** Scores of pictures; `rows` says whose readout each has. @default the same places */
export function scoresOf(
  network: ExplainedNetwork,
  pictures: PictureBatch,
  rows: readonly number[] = Array.from({ length: pictures.rows }, (_, row) => row),
): Float64Array {
  const each = pictureSize(pictures);
  const { height, width } = pictures;
  const out = new Float64Array(pictures.rows);
  for (let start = 0; start < pictures.rows; start += picturesAtOnce) {
    const own = rows.slice(start, start + picturesAtOnce);
    const values = network.tf.tidy(() => {
      const part = pictures.pixels.subarray(start * each, (start + own.length) * each);
      const pixels = network.tf.tensor4d(part, [own.length, height, width, 3]);
      return scoreTensor(network, pixels, own).dataSync();
    });
    out.set(values, start);
  }
  return out;
}
