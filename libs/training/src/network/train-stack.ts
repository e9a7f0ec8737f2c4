import type { Random } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import { breathe } from '../breathe.ts';
import type { Tensors } from '../tensors.ts';
import { TrainingError } from '../training-error.ts';
import { type Member, memberBatches, stepsPerEpoch } from './member-batches.ts';
import { forward, type NetworkStack } from './network-stack.ts';

export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** L2 penalty on kernels. */
  readonly weightDecay: number;
  /** The first layers to leave as they are. */
  readonly freeze: number;
  /** One sigmoid output, or a softmax over the classes. */
  readonly loss: 'binary' | 'classes';
}

/**
 * Trains all members with Adam on cross-entropy. The loss is the sum of the members' mean losses, so each member's
 * gradient is its own.
 *
 * @throws TrainingError when the loss is no longer finite
 */
export async function trainStack(
  tf: Tensors,
  stack: NetworkStack,
  members: readonly Member[],
  randoms: readonly Random[],
  settings: TrainingSettings,
  onStep: (done: number, total: number) => void,
): Promise<void> {
  const trained = stack.layers.slice(settings.freeze).flatMap(({ kernel, bias }) => [kernel, bias]);
  const optimizer = tf.train.adam(settings.learningRate);
  const perEpoch = stepsPerEpoch(members, settings.batchSize);
  const total = perEpoch * settings.epochs;
  let done = 0;
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    let loss = 0;
    for (const batch of memberBatches(members, randoms, { epoch, batchSize: settings.batchSize })) {
      const shape: [number, number, number] = [members.length, settings.batchSize, stack.widths[0]];
      const last = done % perEpoch === perEpoch - 1;
      const cost = tf.tidy(() => {
        const x = tf.tensor3d(batch.x, shape);
        const weights = tf.tensor2d(batch.weights, [shape[0], shape[1]]);
        const objective = () =>
          tf.add(
            tf.sum(tf.mul(rowLoss(tf, forward(tf, stack, x), batch.classes, settings.loss), weights)),
            penalty(tf, stack, settings),
          ) as tfjs.Scalar;
        const value = optimizer.minimize(objective, true, trained) as tfjs.Scalar;
        return last ? value.dataSync()[0] : 0;
      });
      if (last) loss = cost;
      onStep(++done, total);
    }
    await breathe();
    if (!Number.isFinite(loss)) {
      optimizer.dispose();
      throw new TrainingError(
        'training',
        `the loss is not finite in epoch ${epoch + 1}`,
        'lower the learning rate',
      );
    }
  }
  optimizer.dispose();
}

/** Cross-entropy of each row: (members, rows). The binary form is softplus(z) − y·z, stable for large scores. */
function rowLoss(
  tf: Tensors,
  scores: tfjs.Tensor3D,
  classes: Int32Array,
  loss: 'binary' | 'classes',
): tfjs.Tensor2D {
  const [members, rows, units] = scores.shape;
  if (loss === 'binary') {
    const score = tf.reshape(scores, [members, rows]);
    const y = tf.tensor2d(Float32Array.from(classes), [members, rows]);
    return tf.sub(tf.softplus(score), tf.mul(y, score)) as tfjs.Tensor2D;
  }
  const wanted = tf.oneHot(tf.tensor1d(classes, 'int32'), units).reshape([members, rows, units]);
  return tf.neg(tf.sum(tf.mul(wanted, tf.logSoftmax(scores)), -1)) as tfjs.Tensor2D;
}

function penalty(tf: Tensors, stack: NetworkStack, settings: TrainingSettings): tfjs.Tensor {
  if (settings.weightDecay === 0) return tf.scalar(0);
  const squares = stack.layers.slice(settings.freeze).map(({ kernel }) => tf.sum(tf.square(kernel)));
  return tf.mul(tf.addN(squares), settings.weightDecay / 2);
}
