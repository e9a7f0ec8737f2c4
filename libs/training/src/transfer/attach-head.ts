import type * as tfjs from '@tensorflow/tfjs';
import type { Layer } from '../loop/layer-weights.ts';
import type { Tensors } from '../tensors.ts';
import { TrainingError } from '../training-error.ts';
import type { TaskHead } from './strategy.ts';

export interface HeadedModel {
  readonly model: tfjs.LayersModel;
  readonly head: readonly Layer[];
}

/**
 * Backbone, pooling where it gives maps or sequences, dropout and dense layers up to linear scores, as one model. The
 * backbone's layers are shared, not copied. All weights are 0; those of the scores are meant to begin so: a random head
 * sends its own noise down into pretrained layers, and on small data what comes out depends on its seed.
 *
 * Kumar A et al. (2022). Fine-tuning can distort pretrained features and underperform out-of-distribution. ICLR.
 */
export function attachHead(tf: Tensors, backbone: tfjs.LayersModel, spec: TaskHead): HeadedModel {
  let headed: HeadedModel | undefined;
  // tfjs leaves the first values of a weight behind when it builds a layer
  tf.tidy(() => {
    headed = build(tf, backbone, spec);
  });
  return headed as unknown as HeadedModel;
}

function build(tf: Tensors, backbone: tfjs.LayersModel, spec: TaskHead): HeadedModel {
  const head: Layer[] = [];
  let features = backbone.outputs[0];
  const add = (layer: Layer) => {
    head.push(layer);
    features = layer.apply(features) as tfjs.SymbolicTensor;
  };
  const { rank } = features;
  if (rank === 4) add(tf.layers.globalAveragePooling2d({ name: 'task_pool' }));
  else if (rank === 3) add(tf.layers.globalAveragePooling1d({ name: 'task_pool' }));
  else if (rank !== 2)
    throw new TrainingError('backbone', `its output has ${rank} axes; 2 to 4 are understood`);
  const dropout = (at: number) => {
    if (spec.dropout) add(tf.layers.dropout({ rate: spec.dropout, name: `task_dropout_${at}` }));
  };
  spec.hidden?.forEach((units, at) => {
    dropout(at);
    add(
      tf.layers.dense({ units, activation: 'relu', kernelInitializer: 'zeros', name: `task_hidden_${at}` }),
    );
  });
  dropout(spec.hidden?.length ?? 0);
  add(tf.layers.dense({ units: spec.units, kernelInitializer: 'zeros', name: 'task_scores' }));
  return { model: tf.model({ inputs: backbone.inputs, outputs: features }), head };
}
