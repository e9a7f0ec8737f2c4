import type * as tfjs from '@tensorflow/tfjs';
import { breathe } from '../../breathe.ts';
import type { AttributionMap } from './attribution-map.ts';
import { type ExplainedNetwork, picturesAtOnce, scoresOf, scoreTensor } from './explained-network.ts';
import { meanColours, type PictureBatch, pictureSize } from './picture-batch.ts';

export interface PathOptions {
  /** Points on the way from the baseline to the picture. @default 32 */
  readonly steps?: number;
  /** Pixels of the baselines. @default each picture's mean colour */
  readonly baseline?: Float32Array;
}

export interface IntegratedGradients {
  /** Red, green and blue of a place together. */
  readonly maps: readonly AttributionMap[];
  /** Score of each picture less that of its baseline. */
  readonly differences: Float64Array;
  /** Sum of the attributions less that difference: what the steps leave over. */
  readonly gaps: Float64Array;
}

/**
 * Integrated gradients: (x − x') ∫₀¹ ∇s(x' + α (x − x')) dα, the integral by the midpoint rule. Their sum over a picture is
 * s(x) − s(x'), up to what the rule leaves over.
 *
 * @see Sundararajan M, Taly A, Yan Q (2017) Axiomatic attribution for deep networks. ICML, PMLR 70:3319–3328
 */
export async function integratedGradients(
  network: ExplainedNetwork,
  pictures: PictureBatch,
  { steps = 32, baseline = meanColours(pictures) }: PathOptions = {},
): Promise<IntegratedGradients> {
  const { height, width } = pictures;
  const each = pictureSize(pictures);
  const maps: AttributionMap[] = [];
  const sums = new Float64Array(pictures.rows);
  for (let row = 0; row < pictures.rows; row++) {
    const from = baseline.subarray(row * each, (row + 1) * each);
    const way = pictures.pixels.subarray(row * each, (row + 1) * each).map((value, at) => value - from[at]);
    const gradient = meanGradient(network, { from, way, row, steps, shape: [height, width, 3] });
    const values = new Float64Array(height * width);
    gradient.forEach((slope, at) => {
      values[Math.floor(at / 3)] += slope * way[at];
    });
    sums[row] = values.reduce((sum, value) => sum + value, 0);
    maps.push({ height, width, values });
    await breathe();
  }
  const above = scoresOf(network, pictures);
  const below = scoresOf(network, { ...pictures, pixels: baseline });
  const differences = above.map((score, row) => score - below[row]);
  return { maps, differences, gaps: sums.map((sum, row) => sum - differences[row]) };
}

interface Path {
  readonly from: Float32Array;
  readonly way: Float32Array;
  readonly row: number;
  readonly steps: number;
  readonly shape: readonly [number, number, number];
}

/** Mean of the score's gradient along the path. */
function meanGradient(network: ExplainedNetwork, { from, way, row, steps, shape }: Path): Float64Array {
  const { tf } = network;
  const total = new Float64Array(from.length);
  for (let start = 0; start < steps; start += picturesAtOnce) {
    const count = Math.min(picturesAtOnce, steps - start);
    const slopes = tf.tidy(() => {
      const shares = Float32Array.from({ length: count }, (_, at) => (start + at + 0.5) / steps);
      const path = tf.add(
        tf.tensor4d(from, [1, ...shape]),
        tf.mul(tf.tensor4d(way, [1, ...shape]), tf.tensor4d(shares, [count, 1, 1, 1])),
      ) as tfjs.Tensor4D;
      const rows = new Array<number>(count).fill(row);
      const gradient = tf.grad((x: tfjs.Tensor) => tf.sum(scoreTensor(network, x as tfjs.Tensor4D, rows)))(
        path,
      );
      return tf.sum(gradient, 0).dataSync();
    });
    slopes.forEach((slope, at) => {
      total[at] += slope / steps;
    });
  }
  return total;
}
