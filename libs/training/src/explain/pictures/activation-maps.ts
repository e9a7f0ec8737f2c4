import type * as tfjs from '@tensorflow/tfjs';
import type { Tensors } from '../../tensors.ts';
import { TrainingError } from '../../training-error.ts';
import type { AttributionMap } from './attribution-map.ts';
import { type PictureBatch, pictureSize } from './picture-batch.ts';

export interface UnitMap extends AttributionMap {
  /** Channel of the layer, 0-based. */
  readonly unit: number;
}

/**
 * Maps of the units of a layer that one picture excites most (by their mean), strongest first.
 *
 * @throws TrainingError where there is no such layer, or it has no places
 */
export function activationMaps(
  tf: Tensors,
  model: tfjs.LayersModel,
  asked: {
    readonly layer: string;
    readonly pictures: PictureBatch;
    readonly row: number;
    readonly most: number;
  },
): readonly UnitMap[] {
  const { pictures, row, most } = asked;
  const layer = model.layers.find(({ name }) => name === asked.layer);
  if (!layer) throw new TrainingError('activations', `the network has no layer ${asked.layer}`);
  const part = tf.model({ inputs: model.inputs, outputs: layer.output });
  const each = pictureSize(pictures);
  const { shape, values } = tf.tidy(() => {
    const pixels = pictures.pixels.subarray(row * each, (row + 1) * each);
    const out = part.apply(tf.tensor4d(pixels, [1, pictures.height, pictures.width, 3]), { training: false });
    return { shape: (out as tfjs.Tensor).shape, values: (out as tfjs.Tensor).dataSync() };
  });
  if (shape.length !== 4)
    throw new TrainingError('activations', `layer ${asked.layer} has no places`, 'name a convolution');
  const [, height, width, units] = shape;
  const maps = Array.from({ length: units }, (_, unit) => ({
    ...{ unit, height, width },
    values: Float64Array.from({ length: height * width }, (_, at) => values[at * units + unit]),
  }));
  const mean = ({ values: own }: UnitMap) => own.reduce((sum, value) => sum + value, 0) / own.length;
  return maps.toSorted((a, b) => mean(b) - mean(a) || a.unit - b.unit).slice(0, most);
}
