import type * as tfjs from '@tensorflow/tfjs';
import { breathe } from '../../breathe.ts';
import type { Tensors } from '../../tensors.ts';
import { type PictureBatch, pictureSize } from './picture-batch.ts';

/** What the units (channels) of a layer do over some pictures. */
export interface LayerActivity {
  readonly layer: string;
  readonly kind: string;
  readonly units: number;
  readonly mean: number;
  readonly sd: number;
  /** Units that are 0 everywhere in every picture: they add nothing to any score. */
  readonly deadUnits: number;
  /** Share of activations that are 0. */
  readonly zeroShare: number;
  /** Share at the ceiling or floor of a bounded activation (ReLU6, sigmoid, tanh), where no gradient passes. */
  readonly saturatedShare: number | null;
}

/** Pictures whose activations of every layer are held at once. */
const atOnce = 2;

interface Bounds {
  readonly above: number | null;
  readonly below: number | null;
}

/** Which values of a layer's activation are saturated; null for a layer without one. */
function boundsOf(layer: tfjs.layers.Layer): Bounds | null {
  const { activation, maxValue } = layer.getConfig() as { activation?: unknown; maxValue?: unknown };
  const kind = layer.getClassName();
  if (kind === 'ReLU') return { above: typeof maxValue === 'number' ? maxValue - 1e-3 : null, below: null };
  if (activation === 'relu6') return { above: 6 - 1e-3, below: null };
  if (activation === 'sigmoid') return { above: 0.99, below: 0.01 };
  if (activation === 'tanh') return { above: 0.99, below: -0.99 };
  return typeof activation === 'string' && activation !== 'linear' ? { above: null, below: null } : null;
}

/** Layers with an activation, from the input on, and what their units do over these pictures. */
export async function inspectLayers(
  tf: Tensors,
  model: tfjs.LayersModel,
  pictures: PictureBatch,
): Promise<readonly LayerActivity[]> {
  const watched = model.layers.flatMap((layer) => {
    const bounds = boundsOf(layer);
    return bounds === null ? [] : [{ layer, bounds }];
  });
  if (watched.length === 0) return [];
  const outputs = watched.map(({ layer }) => layer.output as tfjs.SymbolicTensor);
  const all = tf.model({ inputs: model.inputs, outputs });
  const tallies = watched.map(() => ({
    count: 0,
    sum: 0,
    squares: 0,
    zeros: 0,
    saturated: 0,
    largest: [] as number[],
  }));
  const each = pictureSize(pictures);
  for (let start = 0; start < pictures.rows; start += atOnce) {
    const count = Math.min(atOnce, pictures.rows - start);
    tf.tidy(() => {
      const part = pictures.pixels.subarray(start * each, (start + count) * each);
      const pixels = tf.tensor4d(part, [count, pictures.height, pictures.width, 3]);
      const made = [all.apply(pixels, { training: false })].flat() as tfjs.Tensor[];
      watched.forEach(({ bounds }, at) => {
        const tally = tallies[at];
        const x = made[at];
        const share = (of: tfjs.Tensor) => tf.sum(tf.cast(of, 'float32')).dataSync()[0];
        tally.count += x.size;
        tally.sum += tf.sum(x).dataSync()[0];
        tally.squares += tf.sum(tf.square(x)).dataSync()[0];
        tally.zeros += share(tf.equal(x, 0));
        if (bounds.above !== null) tally.saturated += share(tf.greaterEqual(x, bounds.above));
        if (bounds.below !== null) tally.saturated += share(tf.lessEqual(x, bounds.below));
        const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
        tf.max(tf.abs(x), axes)
          .dataSync()
          .forEach((value, unit) => {
            tally.largest[unit] = Math.max(tally.largest[unit] ?? 0, value);
          });
      });
    });
    await breathe();
  }
  return watched.map(({ layer, bounds }, at) => {
    const { count, sum, squares, zeros, saturated, largest } = tallies[at];
    const mean = sum / count;
    return {
      ...{ layer: layer.name, kind: layer.getClassName(), units: largest.length, mean },
      sd: Math.sqrt(Math.max(0, squares / count - mean * mean)),
      deadUnits: largest.filter((value) => value === 0).length,
      zeroShare: zeros / count,
      saturatedShare: bounds.above === null && bounds.below === null ? null : saturated / count,
    };
  });
}
