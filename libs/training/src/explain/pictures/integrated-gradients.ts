import type * as tfjs from '@tensorflow/tfjs';
import { breathe } from '../../breathe.ts';
import type { AttributionMap } from './attribution-map.ts';
import { type ExplainedNetwork, picturesAtOnce, scoresOf, scoreTensor } from './explained-network.ts';
import { meanColours, type PictureBatch, pictureSize } from './picture-batch.ts';
import { withQuickLayers } from './quick-layers.ts';

export interface PathOptions {
  /** Points on the way from the baseline to the picture. @default 32 */
  readonly steps?: number;
  /** Points are tripled where too much is left over, as long as they are not more than these. @default steps */
  readonly mostSteps?: number;
  /** What may be left over, as a share of a picture's difference or of the mean one, whichever is more. @default 0.05 */
  readonly tolerance?: number;
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
  { steps = 32, mostSteps = steps, tolerance = 0.05, baseline = meanColours(pictures) }: PathOptions = {},
): Promise<IntegratedGradients> {
  const above = scoresOf(network, pictures);
  const below = scoresOf(network, { ...pictures, pixels: baseline });
  const differences = above.map((score, row) => score - below[row]);
  const usual = differences.reduce((sum, one) => sum + Math.abs(one), 0) / pictures.rows;
  const { height, width } = pictures;
  const each = pictureSize(pictures);
  const gaps = new Float64Array(pictures.rows);
  const maps: AttributionMap[] = [];
  await withQuickLayers(network.tf, network.model, async () => {
    for (let row = 0; row < pictures.rows; row++) {
      const from = baseline.subarray(row * each, (row + 1) * each);
      const way = pictures.pixels.subarray(row * each, (row + 1) * each).map((value, at) => value - from[at]);
      const path = { from, way, row, shape: [height, width, 3] as const };
      const left = (gradient: Float64Array) =>
        gradient.reduce((sum, slope, at) => sum + slope * way[at], 0) - differences[row];
      const bearable = tolerance * Math.max(usual, Math.abs(differences[row]));
      let points = steps;
      let gradient = meanGradient(network, path, { points, offset: 1 / 2 });
      while (points * 3 <= mostSteps && Math.abs(left(gradient)) > bearable) {
        // thirds of a midpoint rule: its own points are among those of the finer one
        const before = meanGradient(network, path, { points, offset: 1 / 6 });
        const behind = meanGradient(network, path, { points, offset: 5 / 6 });
        gradient = gradient.map((slope, at) => (slope + before[at] + behind[at]) / 3);
        points *= 3;
        await breathe();
      }
      const values = new Float64Array(height * width);
      gradient.forEach((slope, at) => {
        values[Math.floor(at / 3)] += slope * way[at];
      });
      gaps[row] = left(gradient);
      maps.push({ height, width, values });
      await breathe();
    }
  });
  return { maps, differences, gaps };
}

interface Path {
  readonly from: Float32Array;
  readonly way: Float32Array;
  readonly row: number;
  readonly shape: readonly [number, number, number];
}

/** Mean of the score's gradient at points (k + offset) / points of the path. */
function meanGradient(
  network: ExplainedNetwork,
  { from, way, row, shape }: Path,
  { points, offset }: { readonly points: number; readonly offset: number },
): Float64Array {
  const { tf } = network;
  const total = new Float64Array(from.length);
  for (let start = 0; start < points; start += picturesAtOnce) {
    const count = Math.min(picturesAtOnce, points - start);
    const slopes = tf.tidy(() => {
      const shares = Float32Array.from({ length: count }, (_, at) => (start + at + offset) / points);
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
      total[at] += slope / points;
    });
  }
  return total;
}
