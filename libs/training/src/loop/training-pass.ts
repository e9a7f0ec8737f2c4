import { fuseLayers, keyedDropout, type Runtime } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import { checkLayers } from './check-layers.ts';
import { type Layer, leafLayers } from './layer-weights.ts';

/** A model whose layers run in training mode one by one, and whose dropout is a function of a key. */
export interface TrainingPass {
  /** The layers that take part in training; all others run as they do when predicting. */
  setTraining(layers: ReadonlySet<Layer>): void;
  /** Output of the model: in training mode with a key, as for predicting without. */
  apply(inputs: readonly tfjs.Tensor[], key?: tfjs.Tensor1D): tfjs.Tensor;
  /** Gives the layers their own behaviour back. */
  release(): void;
}

type Call = Layer['call'];

/**
 * Takes over how a model's layers run. In Keras a BatchNorm that is not trainable runs on its moving statistics and
 * leaves them alone; in tfjs 4.22 it goes on using and updating batch statistics, so the mode is set layer by layer
 * here. tfjs's dropout draws a new mask from a global generator (or, with a seed, the same mask every step): it is
 * replaced by one that is a function of (seed, epoch, step, layer).
 *
 * @throws TrainingError for layers that cannot be trained faithfully, see {@link checkLayers}
 */
export function openTrainingPass(runtime: Runtime, model: tfjs.LayersModel): TrainingPass {
  const { tf } = runtime;
  const layers = leafLayers(model);
  checkLayers(layers);
  const unfuse = fuseLayers(runtime, model);
  let training: ReadonlySet<Layer> = new Set();
  let current: tfjs.Tensor1D | undefined;
  const restore = layers.map((layer, place) => {
    const stock: Call = layer.call.bind(layer);
    layer.call = (inputs, kwargs) => {
      const trains = Boolean(kwargs.training) && training.has(layer);
      if (layer.getClassName() !== 'Dropout') return stock(inputs, { ...kwargs, training: trains });
      if (!trains || !current) return inputs;
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const { rate } = layer as Layer & { readonly rate: number };
      return keyedDropout(runtime, x, { rate, key: current, layer: place });
    };
    return () => {
      layer.call = stock;
    };
  });
  return {
    setTraining(chosen) {
      training = chosen;
    },
    apply: (inputs, key) =>
      tf.tidy(() => {
        current = key;
        try {
          const output = model.apply([...inputs], { training: key !== undefined });
          return (Array.isArray(output) ? output[0] : output) as tfjs.Tensor;
        } finally {
          current = undefined;
        }
      }),
    release: () => {
      for (const undo of restore) undo();
      unfuse();
    },
  };
}
