import type * as tfjs from '@tensorflow/tfjs';
import { breathe } from '../../breathe.ts';
import { TrainingError } from '../../training-error.ts';
import type { AttributionMap } from './attribution-map.ts';
import { type ExplainedNetwork, picturesAtOnce, readoutOf } from './explained-network.ts';
import { laid, laidBack } from './laid-views.ts';
import { type PictureBatch, pictureSize } from './picture-batch.ts';

/** A network cut in two at the layer whose activations are weighed. */
interface CutNetwork {
  readonly before: tfjs.LayersModel;
  readonly behind: readonly tfjs.layers.Layer[];
}

/**
 * Grad-CAM: ReLU(Σₖ αₖ Aₖ), Aₖ the activations of the map layer, αₖ the mean over places of the score's gradient by Aₖ. The
 * maps have the layer's size; those of several views are turned back and averaged.
 *
 * @throws TrainingError where the network has no such layer, or no chain of layers behind it
 * @see Selvaraju RR et al. (2017) Grad-CAM. ICCV, 618–626
 */
export async function gradCam(
  network: ExplainedNetwork,
  pictures: PictureBatch,
): Promise<readonly AttributionMap[]> {
  const { tf } = network;
  const cut = cutAt(network);
  const { height, width } = pictures;
  const each = pictureSize(pictures);
  const maps: AttributionMap[] = [];
  for (let start = 0; start < pictures.rows; start += picturesAtOnce) {
    const count = Math.min(picturesAtOnce, pictures.rows - start);
    const rows = Array.from({ length: count }, (_, at) => start + at);
    const made = tf.tidy(() => {
      const part = pictures.pixels.subarray(start * each, (start + count) * each);
      const pixels = tf.tensor4d(part, [count, height, width, 3]);
      const views = network.views.map((view) =>
        laidBack(tf, mapOf(network, cut, { pixels: laid(tf, pixels, view), rows }), view),
      );
      const mean = tf.div(tf.addN(views), network.views.length);
      return { shape: mean.shape, values: mean.dataSync() };
    });
    const [, high, wide] = made.shape as [number, number, number];
    for (let at = 0; at < count; at++) {
      const values = Float64Array.from(made.values.subarray(at * high * wide, (at + 1) * high * wide));
      maps.push({ height: high, width: wide, values });
    }
    await breathe();
  }
  return maps;
}

function mapOf(
  network: ExplainedNetwork,
  { before, behind }: CutNetwork,
  { pixels, rows }: { readonly pixels: tfjs.Tensor4D; readonly rows: readonly number[] },
): tfjs.Tensor4D {
  const { tf } = network;
  const activations = before.apply(pixels, { training: false }) as tfjs.Tensor4D;
  const { weights } = readoutOf(network, rows);
  const slopes = tf.grad((x: tfjs.Tensor) => {
    const features = behind.reduce(
      (value, layer) => layer.apply(value, { training: false }) as tfjs.Tensor,
      x,
    );
    return tf.sum(tf.mul(features, weights));
  })(activations);
  const alpha = tf.mean(slopes, [1, 2], true);
  return tf.relu(tf.sum(tf.mul(activations, alpha), 3, true)) as tfjs.Tensor4D;
}

function cutAt({ tf, model, mapLayer }: ExplainedNetwork): CutNetwork {
  const at = model.layers.findIndex(({ name }) => name === mapLayer);
  if (mapLayer === undefined || at < 0)
    throw new TrainingError(
      'grad-cam',
      'the network has no layer to read a map from',
      'use integrated gradients',
    );
  const behind = model.layers.slice(at + 1);
  const chained = behind.every((layer, place) => {
    const inputs = [layer.input].flat();
    const above = place === 0 ? model.layers[at] : behind[place - 1];
    return inputs.length === 1 && inputs[0].sourceLayer === above;
  });
  if (!chained)
    throw new TrainingError(
      'grad-cam',
      `the layers behind ${mapLayer} are not a chain`,
      'name a later layer',
    );
  return { before: tf.model({ inputs: model.inputs, outputs: model.layers[at].output }), behind };
}
