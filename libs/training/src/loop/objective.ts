import { expit } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import type { Tensors } from '../tensors.ts';
import type { ResolvedBalance } from './class-balance.ts';

/** What is minimised: cross-entropy of one sigmoid score (`binary`) or of a softmax over the classes. */
export interface Objective {
  readonly kind: 'binary' | 'classes';
  /** Every label keeps 1 − s + s / K of itself; pulls risks towards 1 / K by intent. @default 0 */
  readonly smoothing?: number;
  readonly balance?: ResolvedBalance;
}

/**
 * Mean weighted cross-entropy of a batch, written so that large scores neither overflow nor lose their gradient.
 *
 * @param scores (rows, 1) for `binary`, else (rows, classes)
 * @param targets class of each row, (rows), float32 or int32
 */
export function lossOf(
  tf: Tensors,
  objective: Objective,
  { scores, targets }: { readonly scores: tfjs.Tensor; readonly targets: tfjs.Tensor },
): tfjs.Scalar {
  const rows = scores.shape[0];
  const perRow =
    objective.kind === 'binary'
      ? binaryLoss(tf, objective, tf.reshape(scores, [rows]), tf.cast(targets, 'float32'))
      : classLoss(tf, objective, scores, targets);
  return tf.mean(perRow) as tfjs.Scalar;
}

function binaryLoss(tf: Tensors, { smoothing = 0, balance }: Objective, scores: tfjs.Tensor, y: tfjs.Tensor) {
  const shift = balance ? balance.trainingShift[1] - balance.trainingShift[0] : 0;
  const shifted = shift === 0 ? scores : tf.add(scores, shift);
  const wanted = smoothing === 0 ? y : tf.add(tf.mul(y, 1 - smoothing), smoothing / 2);
  const losses = tf.sub(tf.softplus(shifted), tf.mul(wanted, shifted));
  if (!balance || balance.weights.every((weight) => weight === 1)) return losses;
  const [none, event] = balance.weights;
  return tf.mul(losses, tf.add(tf.mul(y, event - none), none));
}

function classLoss(
  tf: Tensors,
  { smoothing = 0, balance }: Objective,
  scores: tfjs.Tensor,
  targets: tfjs.Tensor,
) {
  const classes = scores.shape[1] as number;
  const labels = tf.oneHot(tf.cast(targets, 'int32') as tfjs.Tensor1D, classes);
  const wanted = smoothing === 0 ? labels : tf.add(tf.mul(labels, 1 - smoothing), smoothing / classes);
  const shifted = balance ? tf.add(scores, tf.tensor1d([...balance.trainingShift])) : scores;
  const losses = tf.neg(tf.sum(tf.mul(wanted, tf.logSoftmax(shifted)), -1));
  if (!balance || balance.weights.every((weight) => weight === 1)) return losses;
  return tf.mul(losses, tf.sum(tf.mul(labels, tf.tensor1d([...balance.weights])), -1));
}

/**
 * Calibrated probabilities from raw scores: the shift of {@link ResolvedBalance} applied, then sigmoid or softmax.
 *
 * @param scores row-major, `units` a row
 * @returns risk of the event a row (`binary`), else `units` probabilities a row
 * @example
 * servedRisks(Float32Array.of(0), 1, { kind: 'binary' }) // => Float64Array.of(0.5)
 */
export function servedRisks(scores: ArrayLike<number>, units: number, objective: Objective): Float64Array {
  const shift = objective.balance?.servingShift;
  if (objective.kind === 'binary') {
    const added = shift ? shift[1] - shift[0] : 0;
    return Float64Array.from(scores, (score) => expit(score + added));
  }
  const risks = Float64Array.from(scores, (score, at) => score + (shift ? shift[at % units] : 0));
  for (let start = 0; start < risks.length; start += units) softmax(risks.subarray(start, start + units));
  return risks;
}

function softmax(row: Float64Array): void {
  const top = Math.max(...row);
  let total = 0;
  for (let at = 0; at < row.length; at++) {
    row[at] = Math.exp(row[at] - top);
    total += row[at];
  }
  for (let at = 0; at < row.length; at++) row[at] /= total;
}
