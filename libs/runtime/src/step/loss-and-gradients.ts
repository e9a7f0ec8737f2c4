import type { Scalar, Tensor } from '@tensorflow/tfjs';
import type { Tensorflow } from '../runtime.ts';
import type { StepSettings } from './step-settings.ts';

/** The loss and its gradient by each weight; null where the loss does not depend on it. */
export const lossAndGradients = (
  tf: Tensorflow,
  { trainable, loss }: Pick<StepSettings, 'trainable' | 'loss'>,
  batch: { readonly inputs: readonly Tensor[]; readonly targets: readonly Tensor[] },
): { readonly value: Scalar; readonly gradients: readonly (Tensor | null)[] } => {
  const { value, grads } = tf.variableGrads(() => loss(batch.inputs, batch.targets), [...trainable]);
  return { value, gradients: trainable.map(({ name }) => grads[name] ?? null) };
};
