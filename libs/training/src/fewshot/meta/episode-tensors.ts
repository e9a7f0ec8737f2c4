import type * as tfjs from '@tensorflow/tfjs';
import type { FeatureTable } from '../../features.ts';
import type { Tensors } from '../../tensors.ts';
import type { ClassEpisode } from '../episodes/draw-episodes.ts';
import { featureRows } from '../episodes/select-classes.ts';

export interface EpisodeTensors {
  readonly support: tfjs.Tensor2D;
  readonly query: tfjs.Tensor2D;
  /** One-hot, rows × ways. */
  readonly supportTargets: tfjs.Tensor2D;
  readonly queryTargets: tfjs.Tensor2D;
}

/** An episode's rows and targets; to be made within a tidy. */
export function episodeTensors(tf: Tensors, features: FeatureTable, episode: ClassEpisode): EpisodeTensors {
  const ways = episode.ways.length;
  const targets = (classes: Int32Array) =>
    tf.cast(tf.oneHot(tf.tensor1d(classes, 'int32'), ways), 'float32') as tfjs.Tensor2D;
  return {
    support: tableTensor(tf, featureRows(features, episode.support)),
    query: tableTensor(tf, featureRows(features, episode.query)),
    supportTargets: targets(episode.supportClasses),
    queryTargets: targets(episode.queryClasses),
  };
}

export const tableTensor = (tf: Tensors, { rows, width, values }: FeatureTable): tfjs.Tensor2D =>
  tf.tensor2d(values, [rows, width]);

export function normalTensor(
  shape: readonly [number, number],
  scale: number,
  draw: () => number,
): Float32Array {
  return Float32Array.from({ length: shape[0] * shape[1] }, () => scale * draw());
}

/** Mean cross-entropy of logits against one-hot targets. */
export const crossEntropy = (tf: Tensors, logits: tfjs.Tensor, targets: tfjs.Tensor): tfjs.Scalar =>
  tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits as tfjs.Tensor2D), targets), -1))) as tfjs.Scalar;

/** Variables that start from these values, which are disposed of: a variable holds a copy. */
export function trainable(tf: Tensors, starts: readonly tfjs.Tensor[]): tfjs.Variable[] {
  const variables = starts.map((start) => tf.variable(start, true));
  tf.dispose([...starts]);
  return variables;
}
