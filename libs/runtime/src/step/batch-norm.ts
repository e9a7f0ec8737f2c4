import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import type { Runtime } from '../runtime.ts';
import { nodeBackend } from './node-backend.ts';

export type Normalised = {
  readonly y: Tensor4D;
  /** Mean of each channel over the batch; without a gradient, for moving statistics. */
  readonly mean: Tensor1D;
  /** Variance of each channel over the batch, divided by n. */
  readonly variance: Tensor1D;
};

const plain = ({ tf }: Runtime, x: Tensor4D, scale: { gamma: Tensor1D; beta: Tensor1D; epsilon: number }) => {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const y = tf.batchNorm(x, mean as Tensor1D, variance as Tensor1D, scale.beta, scale.gamma, scale.epsilon);
  return { y, mean: mean as Tensor1D, variance: variance as Tensor1D };
};

/**
 * Batch normalisation by the statistics of the batch itself, channels last: γ (x − mean) / √(variance + ε) + β. On native
 * TensorFlow forward and backward are one kernel each (`FusedBatchNormV3`), elsewhere tfjs composes them.
 *
 * @see Ioffe, Szegedy. Batch normalization. ICML 2015, algorithm 1
 */
export const normaliseBatch = (
  runtime: Runtime,
  x: Tensor4D,
  scale: { readonly gamma: Tensor1D; readonly beta: Tensor1D; readonly epsilon: number },
): Normalised => {
  if (runtime.kind !== 'native') return plain(runtime, x, scale);
  const { tf } = runtime;
  const backend = nodeBackend(tf);
  const { TF_ATTR_TYPE, TF_ATTR_FLOAT, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
  const attributes = [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'U', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'epsilon', type: TF_ATTR_FLOAT, value: scale.epsilon },
    { name: 'is_training', type: TF_ATTR_BOOL, value: true },
  ];
  const statistics: Tensor[] = [];
  const normalise = tf.customGrad((...args: unknown[]) => {
    const [input, gamma, beta, save] = args as [Tensor, Tensor, Tensor, (tensors: Tensor[]) => void];
    const none = tf.tensor1d([], 'float32');
    const [y, mean, variance, ...reserved] = backend.executeMultipleOutputs(
      ...(['FusedBatchNormV3', attributes, [input, gamma, beta, none, none], 6] as const),
    );
    // what is made in here goes with the end of this function
    statistics.push(tf.keep(mean.clone()), tf.keep(variance.clone()));
    save([input, gamma, ...reserved]);
    const gradFunc = (dy: Tensor, [savedInput, savedGamma, ...saved]: Tensor[]) =>
      backend
        .executeMultipleOutputs(
          ...(['FusedBatchNormGradV3', attributes, [dy, savedInput, savedGamma, ...saved], 5] as const),
        )
        .slice(0, 3);
    return { value: y, gradFunc };
  });
  const y = normalise(x, scale.gamma, scale.beta) as Tensor4D;
  const count = x.size / x.shape[3];
  const [mean, variance] = statistics.map((kept) => kept.clone() as Tensor1D);
  for (const kept of statistics) kept.dispose();
  // the kernel's variance is divided by n − 1
  return { y, mean, variance: variance.mul((count - 1) / count) };
};
