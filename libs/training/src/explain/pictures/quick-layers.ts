import type * as tfjs from '@tensorflow/tfjs';
import { leafLayers } from '../../loop/layer-weights.ts';
import type { Tensors } from '../../tensors.ts';

type Call = tfjs.layers.Layer['call'];
type Weight = { readonly read: () => tfjs.Tensor };
/** Fields of tfjs-layers 4.22.0's own classes that are read here. */
type Norm = tfjs.layers.Layer & {
  readonly axis: number;
  readonly epsilon: number;
  readonly gamma?: Weight;
  readonly beta?: Weight;
  readonly movingMean: Weight;
  readonly movingVariance: Weight;
};

const only = (inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor =>
  Array.isArray(inputs) ? inputs[0] : inputs;

/**
 * Does something while normalisations (at inference a scale and a shift) and ReLU6 are one or two kernels forward and
 * backward: tfjs composes their gradients of ten each, which is most of the time of a gradient by pixels.
 */
export async function withQuickLayers<T>(
  tf: Tensors,
  model: tfjs.LayersModel,
  work: () => Promise<T>,
): Promise<T> {
  const undo = leafLayers(model).map((layer) => {
    const own = Object.hasOwn(layer, 'call') ? layer.call : undefined;
    const quick = quickCall(tf, layer, layer.call.bind(layer));
    if (quick === null) return () => {};
    layer.call = quick;
    return () => {
      if (own) layer.call = own;
      else delete (layer as { call?: Call }).call;
    };
  });
  try {
    return await work();
  } finally {
    for (const one of undo) one();
  }
}

function quickCall(tf: Tensors, layer: tfjs.layers.Layer, stock: Call): Call | null {
  const kind = layer.getClassName();
  if (kind === 'ReLU' && layer.getConfig().maxValue === 6) return (inputs) => tf.relu6(only(inputs));
  if (kind !== 'BatchNormalization') return null;
  const { axis, epsilon, gamma, beta, movingMean, movingVariance } = layer as Norm;
  return (inputs, kwargs) => {
    const x = only(inputs);
    if (kwargs.training || (axis !== -1 && axis !== x.rank - 1)) return stock(inputs, kwargs);
    const spread = tf.rsqrt(tf.add(movingVariance.read(), epsilon));
    const scale = gamma ? tf.mul(gamma.read(), spread) : spread;
    const shift = tf.sub(beta ? beta.read() : 0, tf.mul(movingMean.read(), scale));
    return tf.add(tf.mul(x, scale), shift);
  };
}
