import type { LayersModel, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import type { Runtime } from '../runtime.ts';
import { normaliseBatch } from './batch-norm.ts';

type Layer = LayersModel['layers'][number];
type Call = Layer['call'];
type Weight = { read(): Tensor; write(value: Tensor): void };

/** The fields of tfjs-layers 4.22.0's own classes that are read here. */
type Norm = Layer & {
  readonly axis: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly gamma?: Weight;
  readonly beta?: Weight;
  readonly movingMean: Weight;
  readonly movingVariance: Weight;
};
type Rectifier = Layer & { readonly maxValue?: number };

const only = (inputs: Tensor | Tensor[]): Tensor => (Array.isArray(inputs) ? inputs[0] : inputs);

const fusedNorm = (runtime: Runtime, layer: Norm, stock: Call): Call => {
  const { tf } = runtime;
  const { gamma, beta, movingMean, movingVariance, epsilon, momentum } = layer;
  const follow = (moving: Weight, value: Tensor) =>
    moving.write(tf.sub(moving.read(), tf.sub(moving.read(), value).mul(1 - momentum)));
  return (inputs, kwargs) => {
    const x = only(inputs);
    if (!kwargs.training || x.rank !== 4) return stock(inputs, kwargs);
    return tf.tidy(() => {
      const scale = (gamma?.read() ?? tf.ones([x.shape[3] as number])) as Tensor1D;
      const shift = (beta?.read() ?? tf.zeros([x.shape[3] as number])) as Tensor1D;
      const { y, mean, variance } = normaliseBatch(runtime, x as Tensor4D, {
        gamma: scale,
        beta: shift,
        epsilon,
      });
      follow(movingMean, mean);
      follow(movingVariance, variance);
      return y;
    });
  };
};

const replacement = (runtime: Runtime, layer: Layer, stock: Call): Call | null => {
  const kind = layer.getClassName();
  if (kind === 'BatchNormalization') {
    const { axis } = layer as Norm;
    return axis === -1 || axis === 3 ? fusedNorm(runtime, layer as Norm, stock) : null;
  }
  if (kind === 'ReLU' && (layer as Rectifier).maxValue === 6)
    return (inputs) => runtime.tf.relu6(only(inputs));
  return null;
};

/** Layers, those of models inside models too. */
const leaves = (layers: readonly Layer[]): readonly Layer[] =>
  layers.flatMap((layer) => {
    const inner = (layer as Layer & { readonly layers?: readonly Layer[] }).layers;
    return inner ? leaves(inner) : [layer];
  });

/**
 * Lets a model's batch normalisations (4-d, channels last) and ReLU6 layers use one kernel forward and one backward when
 * it trains on native TensorFlow; tfjs composes them of ten. Same formulas, same weights. Returns the undoing; elsewhere
 * nothing is done.
 */
export const fuseLayers = (runtime: Runtime, model: LayersModel): (() => void) => {
  if (runtime.kind !== 'native') return () => {};
  const undo = leaves(model.layers).map((layer) => {
    const own = Object.hasOwn(layer, 'call') ? layer.call : undefined;
    const stock = layer.call.bind(layer);
    const fused = replacement(runtime, layer, stock);
    if (!fused) return () => {};
    layer.call = fused;
    return () => {
      if (own) layer.call = own;
      else delete (layer as { call?: Call }).call;
    };
  });
  return () => {
    for (const each of undo) each();
  };
};
